import { formatTime, useLanguage } from '@lamppost/page-kit';
import { LockOutlined } from '@ant-design/icons';
import { Alert, Button, Flex, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../cloud/use-case.js';
import { useMe } from '../session/use-me.js';
import { ReasonDialog } from './reason-dialog.js';

type File = CaseDetail['files'][number];

function addressWith(url: string, reason: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}reason=${encodeURIComponent(reason)}`;
}

/** Sealed stills and the clip: they open with a reason, which is logged. */
export function Originals({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useMe();
  const [asked, setAsked] = useState<File | null>(null);
  const [clip, setClip] = useState<string | null>(null);
  const [isClipLost, setIsClipLost] = useState(false);
  const originals = detail.files.filter(({ role }) => role === 'still' || role === 'clip');
  if (originals.length === 0) return null;
  const mayOpen = me.data?.permissions.includes('original.read') === true;
  const open = (file: File, reason: string) => {
    setAsked(null);
    const address = addressWith(file.url, reason);
    if (file.role === 'clip') {
      setIsClipLost(false);
      setClip(address);
    } else window.open(address, '_blank', 'noopener');
  };
  return (
    <Flex vertical gap={8} className="originals">
      <Typography.Text type="secondary">
        <LockOutlined aria-hidden /> {t('case/originals')}
      </Typography.Text>
      {mayOpen && (
        <Flex gap={8} wrap>
          {originals.map((file) => (
            <Button
              key={file.url}
              size="small"
              onClick={() => {
                setAsked(file);
              }}
            >
              {t(`role/${file.role}`)} {file.capturedAtMs === null ? '' : formatTime(file.capturedAtMs, language)}
            </Button>
          ))}
        </Flex>
      )}
      {clip !== null && isClipLost && <Alert type="error" showIcon role="alert" title={t('case/lostClip')} />}
      {clip !== null && !isClipLost && (
        <video
          src={clip}
          controls
          autoPlay
          muted
          className="clip"
          aria-label={t('case/clip')}
          onError={() => {
            setIsClipLost(true);
          }}
        />
      )}
      {asked !== null && (
        <ReasonDialog
          onReason={(reason) => {
            open(asked, reason);
          }}
          onCancel={() => {
            setAsked(null);
          }}
        />
      )}
    </Flex>
  );
}
