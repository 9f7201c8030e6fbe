import type { DustChart } from '@lamppost/gateway/console-shapes';
import { formatDuration, formatTime, useLanguage } from '@lamppost/page-kit';
import { Typography } from 'antd';
import { useTranslation } from 'react-i18next';

/** Gaps, and readings that do not count. */
export function DataQuality({ chart: { gaps, flags } }: { readonly chart: DustChart }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const time = (atMs: number) => formatTime(atMs, language);
  return (
    <div className="data-quality">
      <Typography.Text strong>
        {gaps.length === 0 ? t('dust/noGaps') : t('dust/gaps', { count: gaps.length })}
      </Typography.Text>
      <ul>
        {gaps.map(({ fromMs, toMs }) => (
          <li key={fromMs}>
            {t('dust/gapLine', {
              from: time(fromMs),
              to: time(toMs),
              length: formatDuration(toMs - fromMs, language),
            })}
          </li>
        ))}
      </ul>
      <Typography.Text strong>{flags.length === 0 ? t('dust/noFlags') : t('dust/flags')}</Typography.Text>
      <ul>
        {flags.map(({ kind, count, fromMs, toMs }) => (
          <li key={kind}>
            {t(`dust/flag/${kind}`)} – {t('dust/flagLine', { count, from: time(fromMs), to: time(toMs) })}
          </li>
        ))}
      </ul>
    </div>
  );
}
