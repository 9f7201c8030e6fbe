import { CameraOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button, Card, Flex, Form, Radio, Typography } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../boards/use-act.js';
import { WordsForm } from '../boards/words-form.js';
import { cloud } from '../cloud/client.js';
import { sendPhoto } from './send-photo.js';
import type { DispatchDetail } from './use-dispatches.js';

const FINDINGS = ['confirmed', 'not-found', 'corrected'] as const;
type Finding = (typeof FINDINGS)[number];
const MOST_PHOTOS = 9;
const THUMBNAIL_PX = 96;

/** A small copy of a photo. It is drawn, for the page's policy lets no picture in that the cloud did not send. */
function Thumbnail({ photo, label }: { readonly photo: File; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let isGone = false;
    const draw = async () => {
      const picture = await createImageBitmap(photo, { resizeWidth: THUMBNAIL_PX * 2 }).catch(() => null);
      const surface = canvas.current;
      if (isGone || picture === null || surface === null) return;
      surface.height = Math.round((surface.width * picture.height) / picture.width);
      surface.getContext('2d')?.drawImage(picture, 0, 0, surface.width, surface.height);
      picture.close();
    };
    void draw();
    return () => {
      isGone = true;
    };
  }, [photo]);
  return <canvas ref={canvas} width={THUMBNAIL_PX * 2} role="img" aria-label={label} className="thumbnail-of" />;
}

/** What a patrol found on site, with photos and a note: made for a phone. */
export function ReportForm({ found }: { readonly found: DispatchDetail }) {
  const { t } = useTranslation();
  const act = useAct(['dispatches', 'visits']);
  const fieldId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [finding, setFinding] = useState<Finding | null>(null);
  const [photos, setPhotos] = useState<readonly File[]>([]);
  const [sending, setSending] = useState<number | null>(null);
  const { dispatchId, version } = found;
  const send = async (said: Finding, note: string) => {
    const kept: string[] = [];
    try {
      for (const [index, photo] of photos.entries()) {
        setSending(index + 1);
        kept.push(await sendPhoto(dispatchId, photo));
      }
    } finally {
      setSending(null);
    }
    return await cloud.post('/api/v1/dispatches/{dispatchId}/steps', {
      path: { dispatchId },
      header: { 'if-match': `"v${version}"` },
      body: { step: 'report', finding: said, note, photos: [...new Set(kept)] },
    });
  };
  return (
    <Card size="small" title={t('dispatch/reportTitle')} className="report">
      <WordsForm
        label={t('dispatch/what')}
        least={1}
        isBusy={act.isPending}
        isReady={finding !== null && photos.length > 0}
        answers={[{ key: 'report', label: t('dispatch/report'), isPrimary: true }]}
        onSend={async (_, note) => {
          if (finding !== null) await act.mutateAsync(() => send(finding, note));
        }}
      >
        <Form.Item label={t('dispatch/finding')}>
          <Radio.Group
            aria-label={t('dispatch/finding')}
            value={finding}
            onChange={({ target }) => {
              setFinding(FINDINGS.find((value) => value === target.value) ?? null);
            }}
          >
            <Flex gap={4} vertical className="findings">
              {FINDINGS.map((value) => (
                <Radio key={value} value={value}>
                  {t(`dispatch/findings/${value}`)}
                </Radio>
              ))}
            </Flex>
          </Radio.Group>
        </Form.Item>
        <Form.Item label={t('dispatch/photos')} htmlFor={fieldId}>
          <Flex gap={8} wrap>
            {photos.map((photo, index) => (
              <div key={`${photo.name} ${photo.lastModified}`} className="photo">
                <Thumbnail photo={photo} label={t('dispatch/photo', { number: index + 1 })} />
                <Button
                  size="small"
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={t('dispatch/removePhoto', { number: index + 1 })}
                  onClick={() => {
                    setPhotos(photos.filter((one) => one !== photo));
                  }}
                />
              </div>
            ))}
          </Flex>
          <input
            ref={field}
            id={fieldId}
            type="file"
            accept="image/jpeg"
            capture="environment"
            multiple
            className="file-field"
            onChange={({ target }) => {
              setPhotos([...photos, ...(target.files ?? [])].slice(0, MOST_PHOTOS));
              target.value = '';
            }}
          />
          <Button
            icon={<CameraOutlined aria-hidden />}
            disabled={photos.length >= MOST_PHOTOS}
            onClick={() => field.current?.click()}
          >
            {t('dispatch/addPhoto')}
          </Button>
        </Form.Item>
      </WordsForm>
      {sending !== null && (
        <Typography.Text aria-live="polite">
          {t('dispatch/sending', { number: sending, of: photos.length })}
        </Typography.Text>
      )}
    </Card>
  );
}
