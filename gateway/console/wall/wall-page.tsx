import { FailedPage, formatTime, useLanguage } from '@lamppost/page-kit';
import { Empty, Flex, Spin, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatAge } from '../devices/format-age.js';
import { useWall } from '../devices/use-wall.js';
import { BoxFacts } from './box-facts.js';
import { CameraCard } from './camera-card.js';
import { FaultList } from './fault-list.js';
import { listFaults } from './list-faults.js';
import { OpenList } from './open-list.js';
import { SensorCard } from './sensor-card.js';
import './wall.css';

/** All devices of the box, and what needs somebody. */
export function WallPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const read = useWall();
  if (read.data === undefined)
    return read.isError ? (
      <FailedPage error={read.error} onRetry={() => void read.refetch()} />
    ) : (
      <Spin className="centre" size="large" />
    );
  const wall = read.data;
  const openOf = (sourceId: string) => wall.open.filter((one) => one.sourceId === sourceId);
  return (
    <div className="page wall">
      <Flex align="baseline" gap={12} wrap>
        <Typography.Title level={1} className="page-title">
          {t('wall/title')} · {wall.gatewayId}
        </Typography.Title>
        <Typography.Text type="secondary">
          {read.isError && `${t('wall/asOf', { time: formatTime(wall.atMs, language) })} · `}v{wall.version} ·{' '}
          {t('wall/facts/up', { age: formatAge(wall.atMs - wall.startedAtMs, language) })}
        </Typography.Text>
      </Flex>
      <BoxFacts wall={wall} />
      <FaultList faults={listFaults(wall)} />
      <section>
        <Typography.Title level={2}>{t('wall/open')}</Typography.Title>
        <OpenList wall={wall} />
      </section>
      <section>
        <Typography.Title level={2}>
          {t('wall/cameras')} ({wall.cameras.length})
        </Typography.Title>
        {wall.cameras.length === 0 ? (
          <Empty description={t('wall/noCameras')} />
        ) : (
          <div className="camera-grid">
            {wall.cameras.map((camera) => (
              <CameraCard key={camera.id} camera={camera} open={openOf(camera.id)} />
            ))}
          </div>
        )}
      </section>
      <section>
        <Typography.Title level={2}>
          {t('wall/sensors')} ({wall.sensors.length})
        </Typography.Title>
        {wall.sensors.length === 0 ? (
          <Empty description={t('wall/noSensors')} />
        ) : (
          <div className="sensor-grid">
            {wall.sensors.map((sensor) => (
              <SensorCard key={sensor.id} sensor={sensor} open={openOf(sensor.id)} atMs={wall.atMs} />
            ))}
          </div>
        )}
      </section>
    </div>
  );
}
