import type { BacktestOutcome } from '@lamppost/gateway/console-shapes';
import { useAppearance } from '@lamppost/page-kit';
import { LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ThresholdName } from './threshold-names.js';

use([LineChart, GridComponent, TooltipComponent, LegendComponent, MarkLineComponent, AriaComponent, SVGRenderer]);

type Curve = Extract<BacktestOutcome, { kind: 'curve' }>['curve'];

const COLOURS = {
  light: { found: '#4b5563', confirmed: '#1f7a4d', rejected: '#bf2f2f', ink: '#1b1f24', line: '#d9dee6' },
  dark: { found: '#aab4c2', confirmed: '#5cc48d', rejected: '#f07a7a', ink: '#e8ebf0', line: '#333a45' },
} as const;

/** How many a rule would find at each value of a threshold, and how many of them reviewers called true or false. */
export function CurveChart({ curve }: { readonly curve: Curve }) {
  const { t } = useTranslation();
  const { appearance } = useAppearance();
  const place = useRef<HTMLDivElement>(null);
  const { points } = curve;
  const field = t(`rules/field/${curve.threshold as ThresholdName}`);
  const present = points.find(({ isPresent }) => isPresent)?.value;
  useEffect(() => {
    if (place.current === null) return undefined;
    const colours = COLOURS[appearance];
    const chart = init(place.current, undefined, { renderer: 'svg' });
    const line = (
      name: string,
      colour: string,
      type: 'solid' | 'dashed' | 'dotted',
      symbol: string,
      of: (point: (typeof points)[number]) => number,
    ) => ({
      ...{ type: 'line' as const, name, symbol, symbolSize: 9, color: colour, lineStyle: { type, width: 2 } },
      data: points.map((point) => [point.value, of(point)]),
    });
    const found = line(t('backtest/curveFound'), colours.found, 'solid', 'circle', (point) => point.found);
    chart.setOption({
      aria: { enabled: true },
      // By its own name: a font that is inherited cannot be measured, and labels would overlap.
      textStyle: { color: colours.ink, fontFamily: getComputedStyle(place.current).fontFamily },
      legend: { top: 0, left: 0, itemGap: 14, itemWidth: 22, textStyle: { color: colours.ink } },
      tooltip: { trigger: 'axis', renderMode: 'richText' },
      grid: { left: 48, right: 24, top: 64, bottom: 48 },
      xAxis: {
        type: 'value',
        name: field,
        nameLocation: 'middle',
        nameGap: 28,
        nameTextStyle: { color: colours.ink },
        axisLabel: { color: colours.ink },
        splitLine: { lineStyle: { color: colours.line } },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: colours.ink },
        splitLine: { lineStyle: { color: colours.line } },
      },
      series: [
        {
          ...found,
          markLine: {
            symbol: 'none',
            silent: true,
            lineStyle: { color: colours.ink },
            label: { formatter: t('backtest/present'), color: colours.ink },
            data: present === undefined ? [] : [{ xAxis: present }],
          },
        },
        line(t('backtest/curveTrue'), colours.confirmed, 'dashed', 'rect', ({ score }) => score.confirmed),
        line(t('backtest/curveFalse'), colours.rejected, 'dotted', 'triangle', ({ score }) => score.rejected),
      ],
    });
    const watch = new ResizeObserver(() => {
      chart.resize();
    });
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [appearance, points, field, present, t]);
  return (
    <>
      <div
        ref={place}
        className="curve"
        role="img"
        aria-label={t('backtest/curveLabel', { rule: curve.ruleId, field })}
      />
      <div className="table-scroll" role="region" tabIndex={0} aria-label={t('backtest/curveTable')}>
        <table className="curve-table">
          <thead>
            <tr>
              <th scope="col">{field}</th>
              <th scope="col">{t('backtest/curveFound')}</th>
              <th scope="col">{t('backtest/curveTrue')}</th>
              <th scope="col">{t('backtest/curveFalse')}</th>
              <th scope="col">{t('backtest/curveOpen')}</th>
            </tr>
          </thead>
          <tbody>
            {points.map(({ value, isPresent, found, score }) => (
              <tr key={value}>
                <th scope="row">
                  {value} {isPresent && `(${t('backtest/present')})`}
                </th>
                <td>{found}</td>
                <td>{score.confirmed}</td>
                <td>{score.rejected}</td>
                <td>{score.unlabelled}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
