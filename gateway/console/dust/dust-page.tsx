import type { Factor } from '@lamppost/contracts';
import type { DustChart, DustRange, WallSensor } from '@lamppost/gateway/console-shapes';
import { FailedPage, formatTime, formatValue, useLanguage } from '@lamppost/page-kit';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, Card, Empty, Flex, Segmented, Select, Spin, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { ask } from '../box/ask.js';
import { useWall } from '../devices/use-wall.js';
import { ChartView } from './chart-view.js';
import { DataQuality } from './data-quality.js';
import { DataTable } from './data-table.js';
import './dust.css';

const RANGES: readonly DustRange[] = ['1h', '24h', '7d'];
const AGAIN_MS = 15_000;
/** What a monitor is first asked for. */
const FIRST: readonly Factor[] = ['a34001', 'a34002', 'a34004'];

function DeviceFaults({ sensor: { faults } }: { readonly sensor: WallSensor }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (faults.length === 0) return <Alert type="success" showIcon title={t('dust/noFaults')} />;
  return (
    <Flex vertical gap={8}>
      {faults.map(({ kind, factor, detail, sinceMs }) => (
        <Alert
          key={`${kind}/${factor ?? ''}`}
          type="warning"
          showIcon
          title={t(`wall/fault/sensor-${kind}/title`, {
            id: '',
            factor: factor === null ? '' : t(`devices/factor/${factor}`),
          }).replace(/^[：:]\s*/, '')}
          description={
            <>
              {t(`wall/fault/sensor-${kind}/mend`)}
              <Typography.Text type="secondary" className="fault-detail">
                {t('dust/since', { time: formatTime(sinceMs, language) })} · {detail}
              </Typography.Text>
            </>
          }
        />
      ))}
    </Flex>
  );
}

function Verdict({ chart: { rule, points, unit } }: { readonly chart: DustChart }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (rule === null) return <Alert type="info" showIcon title={t('dust/noRule')} />;
  const means = points.flatMap(({ windowMean }) => windowMean ?? []);
  const count = means.filter((mean) => mean > rule.limit).length;
  const highest = formatValue(Math.round(Math.max(0, ...means)), unit, language);
  return count === 0 ? (
    <Alert type="success" showIcon title={t('dust/within')} />
  ) : (
    <Alert type="error" showIcon title={t('dust/above', { count, of: means.length, highest })} />
  );
}

/** What a monitor measured, held against the limit of the rule that watches it. */
export function DustPage({ sensorId }: { readonly sensorId: string | null }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const wall = useWall();
  const [range, setRange] = useState<DustRange>('1h');
  const [wanted, setWanted] = useState<Factor | null>(null);
  const sensors = wall.data?.sensors ?? [];
  const sensor = sensors.find(({ id }) => id === sensorId) ?? sensors[0];
  const factors = sensor?.latest.map(({ factor }) => factor) ?? [];
  const factor =
    factors.find((one) => one === wanted) ?? FIRST.find((one) => factors.includes(one)) ?? factors[0] ?? 'a34001';
  const id = sensor?.id ?? '';
  const chart = useQuery({
    queryKey: ['dust', id, factor, range],
    queryFn: () => ask<DustChart>('GET', `/sensors/${id}/dust/${factor}?range=${range}`),
    enabled: sensor !== undefined,
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  });
  if (wall.isError && wall.data === undefined)
    return <FailedPage error={wall.error} onRetry={() => void wall.refetch()} />;
  if (wall.data === undefined) return <Spin className="centre" size="large" />;
  if (sensor === undefined) return <Empty className="centre" description={t('dust/none')} />;
  return (
    <div className="page">
      <Typography.Title level={1} className="page-title">
        {t('dust/title')}
      </Typography.Title>
      <Flex gap={8} wrap>
        <Select
          aria-label={t('dust/sensor')}
          className="dust-choice"
          value={id}
          options={sensors.map((one) => ({ value: one.id, label: `${one.placeName} (${one.id})` }))}
          onChange={(next: string) => {
            navigate(`/dust/${next}`);
          }}
        />
        <Select
          aria-label={t('dust/factor')}
          className="dust-choice short"
          value={factor}
          options={(factors.length === 0 ? [factor] : factors).map((one) => ({
            value: one,
            label: t(`devices/factor/${one}`),
          }))}
          onChange={setWanted}
        />
        <Segmented
          aria-label={t('dust/range')}
          value={range}
          options={RANGES.map((one) => ({ value: one, label: t(`dust/ranges/${one}`) }))}
          onChange={setRange}
        />
      </Flex>
      {chart.isLoadingError && <FailedPage error={chart.error} onRetry={() => void chart.refetch()} />}
      {chart.data !== undefined && (
        <>
          <Verdict chart={chart.data} />
          <div className="dust-columns">
            <Flex vertical gap={12}>
              <Card size="small">
                {chart.data.points.every(({ count }) => count === 0) ? (
                  <Empty className="chart-empty" description={t('dust/empty')} />
                ) : (
                  <ChartView chart={chart.data} sensorName={sensor.placeName} />
                )}
              </Card>
              <Card size="small" title={t('dust/facts')}>
                <DataQuality chart={chart.data} />
              </Card>
            </Flex>
            <Flex vertical gap={12}>
              <Card size="small" title={t('dust/faults')}>
                <DeviceFaults sensor={sensor} />
              </Card>
              <Card size="small" title={t('dust/table')}>
                <DataTable chart={chart.data} />
              </Card>
            </Flex>
          </div>
        </>
      )}
    </div>
  );
}
