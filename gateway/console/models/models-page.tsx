import type { Models } from '@lamppost/gateway/console-shapes';
import { FailedPage } from '@lamppost/page-kit';
import { useQuery } from '@tanstack/react-query';
import { Card, Spin, Statistic, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { ask } from '../box/ask.js';
import { ModelCard } from './model-card.js';
import { TryPicture } from './try-picture.js';
import './models.css';

const AGAIN_MS = 5_000;

function Speed({ speed }: { readonly speed: Models['speed'] }) {
  const { t } = useTranslation();
  const { meanMs, threads, width, height, looksPerSecond, looked, skipped, failed } = speed;
  const figures = [
    { title: t('models/mean'), value: meanMs === null ? t('models/meanNone') : `${meanMs.toFixed(1)} ms` },
    { title: t('models/rate'), value: t('models/rateValue', { count: Number(looksPerSecond.toFixed(1)) }) },
    { title: t('models/threads'), value: String(threads) },
    { title: t('models/frame'), value: `${width} × ${height}` },
    { title: t('models/looked'), value: t('models/lookedValue', { count: looked }) },
  ];
  return (
    <Card size="small" title={t('models/speed')}>
      <div className="speed">
        {figures.map(({ title, value }) => (
          <Statistic key={title} title={title} value={value} />
        ))}
      </div>
      <Typography.Text type="secondary">{t('models/skipped', { skipped, failed })}</Typography.Text>
    </Card>
  );
}

/** The models that decide what is found: their cards, their speed, and a place to try a picture. */
export function ModelsPage() {
  const { t } = useTranslation();
  const read = useQuery({
    queryKey: ['models'],
    queryFn: () => ask<Models>('GET', '/models'),
    refetchInterval: AGAIN_MS,
  });
  if (read.data === undefined)
    return read.isError ? (
      <FailedPage error={read.error} onRetry={() => void read.refetch()} />
    ) : (
      <Spin className="centre" size="large" />
    );
  return (
    <div className="page models">
      <Typography.Title level={1} className="page-title">
        {t('models/title')}
      </Typography.Title>
      <Speed speed={read.data.speed} />
      <TryPicture />
      <Typography.Title level={2}>{t('models/loaded')}</Typography.Title>
      <div className="model-grid">
        {read.data.models.map((model) => (
          <ModelCard key={model.sha256} model={model} />
        ))}
      </div>
    </div>
  );
}
