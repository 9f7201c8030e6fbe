import { PictureOutlined } from '@ant-design/icons';
import type { TriedPicture } from '@lamppost/gateway/console-shapes';
import { formatDuration, sayProblem, useLanguage } from '@lamppost/page-kit';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Card, Flex, Spin, Typography } from 'antd';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../box/ask.js';
import { PlainTable } from '../devices/plain-table.js';
import { sayLabel } from '../devices/say-label.js';

const MOST_BYTES = 10 * 2 ** 20;
const KINDS = ['image/jpeg', 'image/png'];

function Marks({ tried: { seen, width, height } }: { readonly tried: TriedPicture }) {
  const { t } = useTranslation();
  const unit = Math.max(width, height) / 100;
  return (
    <svg className="try-marks" viewBox={`0 0 ${width} ${height}`} aria-hidden>
      {seen.map(({ label, score, box: { x1, y1, x2, y2 } }, index) => (
        <g key={index}>
          <rect
            {...{ x: x1 * width, y: y1 * height, width: (x2 - x1) * width, height: (y2 - y1) * height }}
            fill="none"
            stroke="#ffd166"
            strokeWidth={unit * 0.35}
          />
          <text
            {...{ x: x1 * width + unit * 0.4, y: Math.max(unit * 2.4, y1 * height - unit * 0.6) }}
            fontSize={unit * 2.2}
            fontWeight={700}
            fill="#ffd166"
            stroke="#0b0e13"
            strokeWidth={unit * 0.5}
            paintOrder="stroke"
          >
            {sayLabel(label, t)} {Math.round(score * 100)}
          </text>
        </g>
      ))}
    </svg>
  );
}

function Seen({ tried }: { readonly tried: TriedPicture }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const time = formatDuration(Math.round(tried.elapsedMs), language);
  const percent = (score: number) => `${(score * 100).toFixed(0)}%`;
  return (
    <Flex vertical gap={8}>
      <Typography.Text strong role="status">
        {tried.seen.length === 0
          ? t('models/nothing', { time })
          : t('models/found', { count: tried.seen.length, time })}
      </Typography.Text>
      {tried.seen.length > 0 && (
        <PlainTable
          label={t('models/try')}
          keyOf={({ label, score, box }) => `${label}/${score}/${box.x1}/${box.y1}`}
          rows={tried.seen}
          columns={[
            { key: 'label', title: t('models/object'), render: ({ label }) => sayLabel(label, t) },
            { key: 'score', title: t('models/score'), render: ({ score }) => percent(score) },
          ]}
        />
      )}
      {tried.fire !== null && (
        <Typography.Text>
          {t('models/fire')} {percent(tried.fire)}
        </Typography.Text>
      )}
      {tried.smoke !== null && (
        <Typography.Text>
          {t('models/smoke')} {percent(tried.smoke)}
        </Typography.Text>
      )}
    </Flex>
  );
}

/** A place to give a picture to the models: what they see is drawn over it, and nothing is kept. */
export function TryPicture() {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [address, setAddress] = useState<string | null>(null);
  const [isTooLarge, setTooLarge] = useState(false);
  const tried = useMutation({ mutationFn: (picture: File) => ask<TriedPicture>('POST', '/models/try', picture) });
  useEffect(() => {
    if (file === null) return;
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => {
      URL.revokeObjectURL(made);
    };
  }, [file]);
  const take = (chosen: File | undefined) => {
    if (chosen === undefined) return;
    setTooLarge(chosen.size > MOST_BYTES);
    tried.reset();
    if (chosen.size > MOST_BYTES) return;
    setFile(chosen);
    tried.mutate(chosen);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  };
  return (
    <Card size="small" title={t('models/try')}>
      <div
        className="try-drop"
        onDragOver={(event) => {
          event.preventDefault();
        }}
        onDrop={onDrop}
      >
        <Flex gap={12} align="center" wrap>
          <Button
            type="primary"
            icon={<PictureOutlined aria-hidden />}
            loading={tried.isPending}
            onClick={() => {
              input.current?.click();
            }}
          >
            {t('models/choose')}
          </Button>
          <Typography.Text className="wide-only">{t('models/drop')}</Typography.Text>
          <Typography.Text type="secondary">{t('models/tryHelp')}</Typography.Text>
          <input
            ref={input}
            hidden
            type="file"
            accept={KINDS.join(',')}
            aria-label={t('models/choose')}
            onChange={({ target }) => {
              take(target.files?.[0]);
              target.value = '';
            }}
          />
        </Flex>
        {isTooLarge && <Alert type="error" showIcon role="alert" title={t('models/tooLarge')} />}
        {tried.isError && <Alert type="error" showIcon role="alert" title={sayProblem(tried.error, t)} />}
        {address !== null && !isTooLarge && (
          <div className="try-columns">
            <div className="try-picture">
              <img src={address} alt={t('models/picture', { count: tried.data?.seen.length ?? 0 })} />
              {tried.data !== undefined && <Marks tried={tried.data} />}
            </div>
            {tried.isPending && (
              <Flex gap={8} align="center">
                <Spin /> {t('models/looking')}
              </Flex>
            )}
            {tried.data !== undefined && <Seen tried={tried.data} />}
          </div>
        )}
      </div>
    </Card>
  );
}
