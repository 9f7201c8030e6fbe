import { BarChart } from 'echarts/charts';
import { LegendComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartCanvas, type ChartLook } from '../charts/chart-canvas.js';
import type { StackedDays } from './stack-days.js';

use([BarChart, LegendComponent]);

const COLOURS = {
  light: { dust: '#b07d00', parking: '#1d5fbf', stall: '#6b3fa0', burning: '#bf2f2f' },
  dark: { dust: '#e0b341', parking: '#5c9bf5', stall: '#b08be0', burning: '#f07a7a' },
} as const;
/** Narrower than this the legend takes two lines. */
const NARROW = 480;

/** New cases of each day, one matter on the other; matters differ by pattern too. The figures stand in a table below. */
export function DaysChart({ stacked }: { readonly stacked: StackedDays }) {
  const { t } = useTranslation();
  const option = useCallback(
    ({ appearance, text, line, width }: ChartLook) => ({
      aria: { enabled: true, decal: { show: true } },
      legend: { top: 0, left: 0, textStyle: text },
      tooltip: { trigger: 'axis', renderMode: 'richText' },
      grid: { left: 44, right: 12, top: width < NARROW ? 68 : 40, bottom: 32 },
      xAxis: {
        type: 'category',
        data: stacked.days.map((day) => day.slice(5)),
        axisLabel: { ...text, hideOverlap: true },
      },
      yAxis: { type: 'value', minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: line } } },
      series: stacked.series.map(({ matter, counts }) => ({
        ...{ type: 'bar', stack: 'cases', name: t(`matter/${matter}`), color: COLOURS[appearance][matter] },
        ...{ barMaxWidth: 48, data: [...counts] },
      })),
    }),
    [stacked, t],
  );
  return <ChartCanvas className="days-chart" label={t('statistics/part/days/title')} option={option} />;
}

/** The same figures as a table: days on which there were any. */
export function DaysTable({ stacked }: { readonly stacked: StackedDays }) {
  const { t } = useTranslation();
  const { days, series } = stacked;
  return (
    <details>
      <summary>{t('statistics/showTable')}</summary>
      <div className="table-scroll" role="region" tabIndex={0} aria-label={t('statistics/part/days/title')}>
        <table className="figures-table">
          <thead>
            <tr>
              <th scope="col">{t('statistics/day')}</th>
              {series.map(({ matter }) => (
                <th key={matter} scope="col" className="number">
                  {t(`matter/${matter}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((day, index) =>
              series.some(({ counts }) => (counts[index] ?? 0) > 0) ? (
                <tr key={day}>
                  <th scope="row">{day}</th>
                  {series.map(({ matter, counts }) => (
                    <td key={matter} className="number">
                      {counts[index]}
                    </td>
                  ))}
                </tr>
              ) : null,
            )}
          </tbody>
        </table>
      </div>
    </details>
  );
}
