import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './styles.css';

/** So many rows are shown before somebody asks for more. */
const STEP = 100;

/** A column of a table: its name, and what stands in it. */
interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** Whether what stands in it is never broken into lines. */
  readonly isLine?: boolean;
}

/** A table of the browser's own: that of the library measures itself with a style sheet that the page's policy refuses. */
export function PlainTable<Row>(options: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
}) {
  const { t } = useTranslation();
  const { label, rows, keyOf, columns } = options;
  const [most, setMost] = useState(STEP);
  return (
    <>
      <div className="plain-table" tabIndex={0} role="region" aria-label={label}>
        <table>
          <thead>
            <tr>
              {columns.map(({ key, title }) => (
                <th key={key} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map((row) => (
              <tr key={keyOf(row)}>
                {columns.map(({ key, cell, isLine = false }) => (
                  <td key={key} className={isLine ? 'keep-line' : undefined}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > most && (
        <Button
          onClick={() => {
            setMost(most + STEP);
          }}
        >
          {t('boards/more')}
        </Button>
      )}
    </>
  );
}
