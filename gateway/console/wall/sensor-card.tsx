import { LineChartOutlined } from '@ant-design/icons';
import type { Wall, WallSensor } from '@lamppost/gateway/console-shapes';
import { formatValue, MatterTag, useLanguage } from '@lamppost/page-kit';
import { Flex, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { formatAge } from '../devices/format-age.js';
import { FACTOR_UNITS } from '../devices/factor-units.js';

interface SensorCardProps {
  readonly sensor: WallSensor;
  readonly open: Wall['open'];
  readonly atMs: number;
}

/** A monitor, and what it sent last. */
export function SensorCard({ sensor: { id, placeName, newestAtMs, latest }, open, atMs }: SensorCardProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <article className="sensor-card" aria-label={placeName}>
      <Flex justify="space-between" align="start" gap={8}>
        <div className="sensor-name">
          <strong className="cut" title={placeName}>
            {placeName}
          </strong>
          <Typography.Text type="secondary">
            {id} ·{' '}
            {newestAtMs === null
              ? t('wall/noReading')
              : t('wall/latest', { age: formatAge(atMs - newestAtMs, language) })}
          </Typography.Text>
        </div>
        {open.length > 0 && <MatterTag matter="dust" />}
      </Flex>
      <dl className="readings">
        {latest.map(({ factor, value, isValid }) => (
          <div key={factor}>
            <dt>{t(`devices/factor/${factor}`)}</dt>
            <dd>
              {formatValue(value, FACTOR_UNITS[factor], language)} {!isValid && <Tag>{t('wall/invalid')}</Tag>}
            </dd>
          </div>
        ))}
      </dl>
      <Link href={`/dust/${id}`}>
        <LineChartOutlined aria-hidden /> {t('wall/chart')}
      </Link>
    </article>
  );
}
