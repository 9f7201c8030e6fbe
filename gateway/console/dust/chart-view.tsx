import type { DustChart } from '@lamppost/gateway/console-shapes';
import { formatDuration, formatTime, formatValue, useAppearance, useLanguage } from '@lamppost/page-kit';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartCanvas } from './chart-canvas.js';
import { chartOption } from './chart-option.js';

const DAY_MS = 24 * 3_600_000;
const ZONE = 'Asia/Shanghai';

/** The chart of one factor of a monitor. */
export function ChartView({ chart, sensorName }: { readonly chart: DustChart; readonly sensorName: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { appearance } = useAppearance();
  const { factor, unit, rule, fromMs, toMs } = chart;
  const option = useMemo(() => {
    const isLong = toMs - fromMs > DAY_MS;
    const ticks = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
      timeZone: ZONE,
      ...(isLong ? { month: '2-digit', day: '2-digit' } : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    });
    const value = (number: number) => formatValue(Math.round(number * 10) / 10, unit, language);
    return chartOption(
      chart,
      {
        window: rule === null ? '' : t('dust/window', { length: formatDuration(rule.windowMs, language) }),
        mean: t('dust/mean'),
        between: t('dust/between'),
        limit: rule === null ? '' : t('dust/limit', { limit: value(rule.limit), rule: rule.id }),
        gap: t('dust/gap'),
        value,
        time: (atMs) => formatTime(atMs, language),
        tick: (atMs) => ticks.format(atMs),
      },
      appearance,
    );
  }, [chart, unit, rule, fromMs, toMs, t, language, appearance]);
  return (
    <ChartCanvas
      label={t('dust/chart', { sensor: sensorName, factor: t(`devices/factor/${factor}`) })}
      option={option}
    />
  );
}
