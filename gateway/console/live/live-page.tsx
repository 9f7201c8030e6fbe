import { ArrowLeftOutlined, NodeIndexOutlined } from '@ant-design/icons';
import { formatTime, useLanguage } from '@lamppost/page-kit';
import { Card, Checkbox, Flex, Tag, Typography } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { LinkTag } from '../devices/link-tag.js';
import { sayLabel } from '../devices/say-label.js';
import { useWall } from '../devices/use-wall.js';
import { drawOverlay, type OverlayChoice } from './draw-overlay.js';
import { formatClock } from './format-clock.js';
import { StandingList } from './standing-list.js';
import { StateOver } from './state-over.js';
import { type LiveScene, useLive } from './use-live.js';
import './live.css';

const LAYERS = ['boxes', 'zones', 'clocks'] as const;

/** A camera's live picture, with what is seen in it drawn over it as it was when the picture was captured. */
export function LivePage({ cameraId }: { readonly cameraId: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const wall = useWall();
  const camera = wall.data?.cameras.find(({ id }) => id === cameraId);
  const name = camera?.placeName ?? cameraId;
  const [choice, setChoice] = useState<OverlayChoice>({ boxes: true, zones: true, clocks: true });
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const draw = useRef<(scene: LiveScene) => void>(() => undefined);
  const { state, scene, again } = useLive(cameraId, canvas, draw);
  useEffect(() => {
    draw.current = (now) => {
      if (overlay.current === null) return;
      const words = { label: (label: string) => sayLabel(label, t), clock: formatClock };
      drawOverlay(overlay.current, now, choice, words);
    };
  }, [choice, t]);
  return (
    <div className="page">
      <Flex align="center" gap={12} wrap>
        <Link href="/">
          <ArrowLeftOutlined aria-hidden /> {t('live/back')}
        </Link>
        <Typography.Title level={1} className="page-title">
          {name}
        </Typography.Title>
        {camera !== undefined && <LinkTag state={camera.link.state} />}
        <Tag color="red" className={state.kind === 'playing' ? 'live-mark' : 'live-mark off'}>
          ● {t('live/state/playing')}
        </Tag>
        <Link href={`/rules/zones/${cameraId}`}>
          <NodeIndexOutlined aria-hidden /> {t('live/editZones')}
        </Link>
      </Flex>
      <div className="live-columns">
        <div>
          <div className="live-stage">
            <canvas ref={canvas} className="live-picture" role="img" aria-label={t('live/canvas', { name })} />
            <canvas ref={overlay} className="live-overlay" aria-hidden />
            <StateOver state={state} onAgain={again} />
          </div>
          <Flex justify="space-between" gap={12} wrap className="live-tools">
            <Flex gap={12} wrap>
              {LAYERS.map((layer) => (
                <Checkbox
                  key={layer}
                  checked={choice[layer]}
                  onChange={({ target }) => {
                    setChoice((before) => ({ ...before, [layer]: target.checked }));
                  }}
                >
                  {t(`live/${layer}`)}
                </Checkbox>
              ))}
            </Flex>
            {scene.atMs > 0 && (
              <Typography.Text type="secondary" className="live-time">
                {t('live/captured', { time: formatTime(scene.atMs, language) })}
              </Typography.Text>
            )}
          </Flex>
        </div>
        <Flex vertical gap={12}>
          <Card size="small" title={t('live/standing')}>
            <StandingList tracks={scene.look?.tracks ?? []} zones={scene.zones} atMs={scene.atMs} />
          </Card>
          <Typography.Text type="secondary">{t('live/logged')}</Typography.Text>
        </Flex>
      </div>
    </div>
  );
}
