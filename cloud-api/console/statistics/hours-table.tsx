import { useTranslation } from 'react-i18next';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;
/** Shades from none to the most. */
const SHADES = 6;

interface HourRow {
  readonly weekday: number;
  readonly hour: number;
  readonly cases: number;
}

/** The hours of a week, each with its figure and a shade that grows with it. */
export function HoursTable({ rows }: { readonly rows: readonly HourRow[] }) {
  const { t } = useTranslation();
  const most = Math.max(...rows.map(({ cases }) => cases));
  const count = (weekday: string, hour: number) =>
    rows.find((row) => row.weekday === Number(weekday) && row.hour === hour)?.cases ?? 0;
  return (
    <div className="table-scroll" role="region" tabIndex={0} aria-label={t('statistics/part/hours/title')}>
      <table className="hours">
        <thead>
          <tr>
            <th scope="col">{t('statistics/part/hours/weekday')}</th>
            {HOURS.map((hour) => (
              <th key={hour} scope="col" aria-label={t('statistics/part/hours/hour', { hour })}>
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {WEEKDAYS.map((weekday) => (
            <tr key={weekday}>
              <th scope="row">{t(`statistics/weekday/${weekday}`)}</th>
              {HOURS.map((hour) => {
                const cases = count(weekday, hour);
                return (
                  <td key={hour} className={`shade-${cases === 0 ? 0 : Math.ceil((cases / most) * (SHADES - 1))}`}>
                    {cases === 0 ? '' : cases}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
