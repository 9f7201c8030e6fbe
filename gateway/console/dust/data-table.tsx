import type { DustChart } from '@lamppost/gateway/console-shapes';
import { formatDuration, formatValue, useLanguage } from '@lamppost/page-kit';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { PlainTable } from '../devices/plain-table.js';

const DAY_MS = 24 * 3_600_000;
const ZONE = 'Asia/Shanghai';

/** The figures of a chart, the newest first. */
export function DataTable({ chart: { points, unit, rule, fromMs, toMs } }: { readonly chart: DustChart }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const times = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    ...{ timeZone: ZONE, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
    ...(toMs - fromMs < DAY_MS ? {} : { month: '2-digit', day: '2-digit' }),
  });
  const value = (number: number | null) => (
    <span className="keep-line">
      {number === null ? '–' : formatValue(Math.round(number * 10) / 10, unit, language)}
    </span>
  );
  type Point = DustChart['points'][number];
  return (
    <PlainTable<Point>
      label={t('dust/table')}
      keyOf={({ atMs }) => atMs}
      rows={points.filter(({ count }) => count > 0).reverse()}
      columns={[
        { key: 'time', title: t('dust/time'), render: ({ atMs }) => times.format(atMs) },
        ...(rule === null
          ? []
          : [
              {
                key: 'window',
                title: t('dust/window', { length: formatDuration(rule.windowMs, language) }),
                render: ({ windowMean }: Point) => (
                  <>
                    {value(windowMean)}{' '}
                    {windowMean !== null && windowMean > rule.limit && <Tag color="red">{t('dust/aboveMark')}</Tag>}
                  </>
                ),
              },
            ]),
        { key: 'mean', title: t('dust/mean'), render: ({ mean }) => value(mean) },
        {
          key: 'valid',
          title: t('dust/valid'),
          render: ({ count, validCount }) => (
            <span className="keep-line">
              {validCount} / {count}
            </span>
          ),
        },
      ]}
    />
  );
}
