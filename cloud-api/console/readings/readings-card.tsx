import { FailedPage, formatDuration, formatTime, formatValue, useLanguage } from '@lamppost/page-kit';
import { Card, Spin, Tag, Typography } from 'antd';
import { LineChart, ScatterChart } from 'echarts/charts';
import { LegendComponent, MarkAreaComponent, MarkLineComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { PlainTable } from '../boards/plain-table.js';
import { ChartCanvas, type ChartLook } from '../charts/chart-canvas.js';
import type { CaseDetail } from '../cloud/use-case.js';
import { addWords } from '../words/add-words.js';
import { findJudgedWindow, type Point, type Series } from './read-series.js';
import { seriesOption } from './series-option.js';
import { useReadings } from './use-readings.js';
import { en, zh } from './words.js';
import '../admin/styles.css';
import './styles.css';

addWords({ zh: { readings: zh }, en: { readings: en } });
use([LineChart, ScatterChart, LegendComponent, MarkAreaComponent, MarkLineComponent]);

const DAY_MS = 86_400_000;
/** Shorter than this, hours and minutes would stand twice on the axis. */
const SHORT_MS = 600_000;

function useFactorName(factor: string): string {
  const { t } = useTranslation();
  return t(`readings/factor/${factor as keyof typeof zh.factor}`, { defaultValue: factor });
}

function SeriesChart({ series, violation }: { readonly series: Series; readonly violation: CaseDetail['violation'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const factor = useFactorName(series.factor);
  const judged = useMemo(() => findJudgedWindow(series, violation), [series, violation]);
  const { sensorId, unit, points } = series;
  const say = useCallback(
    (value: number) => formatValue(Math.round(value * 10) / 10, unit, language),
    [unit, language],
  );
  const option = useCallback(
    (look: ChartLook) => {
      const lengthMs = (points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0);
      const ticks = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
        ...{ timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
        ...(lengthMs > DAY_MS ? { month: '2-digit', day: '2-digit' } : {}),
        ...(lengthMs < SHORT_MS ? { second: '2-digit' } : {}),
      });
      const words = {
        ...{ value: t('readings/value'), doubtful: t('readings/doubtful'), window: t('readings/window') },
        mean: t('readings/mean', { value: say(judged?.mean ?? 0) }),
        limit: t('readings/limit', { value: say(judged?.limit ?? 0) }),
        ...{ say, time: (atMs: number) => formatTime(atMs, language), tick: (atMs: number) => ticks.format(atMs) },
      };
      return seriesOption({ points }, judged, words, look);
    },
    [points, judged, say, t, language],
  );
  return (
    <>
      <Typography.Text strong>{t('readings/of', { sensor: sensorId, factor })}</Typography.Text>{' '}
      {judged?.limit != null && judged.mean > judged.limit && (
        <Tag color="red">{t('readings/above', { times: Math.round((judged.mean / judged.limit - 1) * 100) })}</Tag>
      )}
      <Typography.Paragraph type="secondary" className="readings-sum">
        {judged?.limit != null &&
          `${t('readings/judged', {
            length: formatDuration(judged.toMs - judged.fromMs, language),
            mean: say(judged.mean),
            limit: say(judged.limit),
          })} · `}
        {t('readings/count', { valid: points.filter(({ isValid }) => isValid).length, count: points.length })}
      </Typography.Paragraph>
      <ChartCanvas
        className="readings-chart"
        label={t('readings/chart', { sensor: sensorId, factor })}
        option={option}
      />
    </>
  );
}

function SeriesTable({ series: { sensorId, factor, unit, points } }: { readonly series: Series }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useFactorName(factor);
  const state = ({ flag, isValid, marks }: Point) =>
    [
      isValid ? t('readings/valid') : t('readings/doubtful'),
      ...(flag === 'N' ? [] : [t(`readings/flag/${flag as keyof typeof zh.flag}`, { defaultValue: flag })]),
      ...marks.map((mark) => t(`readings/mark/${mark as keyof typeof zh.mark}`, { defaultValue: mark })),
    ].join(' · ');
  return (
    <details>
      <summary>{t('readings/table')}</summary>
      <PlainTable<Point>
        label={t('readings/of', { sensor: sensorId, factor: name })}
        rows={points}
        keyOf={({ atMs }) => `${atMs}`}
        columns={[
          { key: 'time', title: t('readings/time'), cell: ({ atMs }) => formatTime(atMs, language), isLine: true },
          { key: 'value', title: t('readings/value'), cell: ({ value }) => formatValue(value, unit, language) },
          { key: 'state', title: t('readings/state'), cell: state },
        ]}
      />
    </details>
  );
}

/** What monitors measured, as the packages of a case hold it: each series as a chart against its limit, and as a table. */
export function ReadingsCard({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation();
  const files = detail.files.filter(({ role }) => role === 'readings');
  const { failed, series } = useReadings(detail.caseId, files);
  const show = () => {
    if (failed !== null) return <FailedPage error={failed.error} onRetry={() => void failed.refetch()} />;
    if (series === null) return <Spin className="centre" />;
    if (series.length === 0) return <Typography.Text type="secondary">{t('readings/none')}</Typography.Text>;
    return series.map((one) => (
      <section key={`${one.sensorId} ${one.factor}`} className="readings-series">
        <SeriesChart series={one} violation={detail.violation} />
        <SeriesTable series={one} />
      </section>
    ));
  };
  return (
    <Card title={t('readings/title')} size="small" className="readings">
      <Typography.Paragraph type="secondary">{t('readings/hint')}</Typography.Paragraph>
      {show()}
    </Card>
  );
}
