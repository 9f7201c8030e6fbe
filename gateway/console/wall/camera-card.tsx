import { EyeOutlined, NodeIndexOutlined } from '@ant-design/icons';
import type { Wall, WallCamera } from '@lamppost/gateway/console-shapes';
import { formatDuration, formatTime, MatterTag, useLanguage } from '@lamppost/page-kit';
import { Flex, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addressOf } from '../box/ask.js';
import { LinkTag } from '../devices/link-tag.js';

/** A still is fetched anew at most so often. */
const STILL_EVERY_MS = 4_000;

interface CameraCardProps {
  readonly camera: WallCamera;
  readonly open: Wall['open'];
}

/** A camera: what it showed last, how it is looked at, and what goes on before it. */
export function CameraCard({ camera: { id, placeName, link, looks, stillAtMs }, open }: CameraCardProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = placeName ?? id;
  const number = (value: number) => value.toFixed(1);
  return (
    <article className="camera-card" aria-label={name}>
      <Link href={`/cameras/${id}`} className="camera-still">
        {stillAtMs === null ? (
          <span className="no-still">{t('wall/noStill')}</span>
        ) : (
          <img
            src={addressOf(`/cameras/${id}/thumbnail?at=${Math.floor(stillAtMs / STILL_EVERY_MS)}`)}
            alt={t('wall/still', { name, time: formatTime(stillAtMs, language) })}
          />
        )}
        {open.length > 0 && <strong className="open-mark">{t('wall/openCount', { count: open.length })}</strong>}
      </Link>
      <div className="camera-words">
        <Flex justify="space-between" align="start" gap={8}>
          <strong className="cut" title={name}>
            {name}
          </strong>
          <LinkTag state={link.state} />
        </Flex>
        <Typography.Text type="secondary" className="camera-id">
          {id}
        </Typography.Text>
        {looks === null ? (
          <Typography.Text type="secondary">{t('wall/noLooks')}</Typography.Text>
        ) : (
          <Flex gap="4px 14px" wrap className="camera-figures" title={t('wall/looksHelp')}>
            <span>{t('wall/looks', { got: number(looks.got), asked: number(looks.asked) })}</span>
            <span>
              {t('wall/lag', {
                time: formatDuration(Math.round(Math.max(looks.delayMs, looks.waitingMs)), language),
              })}
            </span>
            <span>{t('wall/moving', { share: Math.round(looks.movingShare * 100) })}</span>
          </Flex>
        )}
        <Flex justify="space-between" align="center" gap={8} wrap className="camera-foot">
          <Flex gap={12}>
            <Link href={`/cameras/${id}`}>
              <EyeOutlined aria-hidden /> {t('wall/live')}
            </Link>
            <Link href={`/rules/zones/${id}`}>
              <NodeIndexOutlined aria-hidden /> {t('wall/zones')}
            </Link>
          </Flex>
          <Flex gap={4} wrap>
            {[...new Set(open.map(({ matter }) => matter))].map((matter) => (
              <MatterTag key={matter} matter={matter} />
            ))}
          </Flex>
        </Flex>
      </div>
    </article>
  );
}
