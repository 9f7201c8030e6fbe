import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_SHOWN } from './figures-card.js';

/** A column of figures. */
export interface FigureColumn<Row> {
  readonly name: string;
  readonly isNumber?: boolean;
  readonly show: (row: Row) => ReactNode;
}

/** Rows with their bars; the first column names the row. */
export function FiguresTable<Row>(options: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly columns: readonly FigureColumn<Row>[];
}) {
  const { t } = useTranslation();
  const { label, rows, keyOf, columns } = options;
  return (
    <div className="table-scroll" role="region" tabIndex={0} aria-label={label}>
      <table className="figures-table">
        <thead>
          <tr>
            {columns.map(({ name, isNumber }) => (
              <th key={name} scope="col" className={isNumber === true ? 'number' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_SHOWN).map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, isNumber, show }, index) =>
                index === 0 ? (
                  <th key={name} scope="row">
                    {show(row)}
                  </th>
                ) : (
                  <td key={name} className={isNumber === true ? 'number' : undefined}>
                    {show(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_SHOWN && <p>{t('statistics/more', { count: MOST_SHOWN })}</p>}
    </div>
  );
}
