import { LockOutlined } from '@ant-design/icons';
import { Button, Flex, Form, Input, Modal, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../cloud/use-case.js';
import { useMe } from '../session/use-me.js';
import { useLanguage } from '../words/use-language.js';
import { formatTime } from './format.js';

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
  const originals = detail.files.filter(({ role }) => role === 'still' || role === 'clip');
  if (originals.length === 0) return null;
  const mayOpen = me.data?.permissions.includes('original.read') === true;
  const open = (file: File, reason: string) => {
    setAsked(null);
    const address = addressWith(file.url, reason);
    if (file.role === 'clip') setClip(address);
    else window.open(address, '_blank', 'noopener');
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
      {clip !== null && <video src={clip} controls autoPlay muted className="clip" aria-label={t('case/clip')} />}
      <Modal
        open={asked !== null}
        title={t('case/openOriginal')}
        footer={null}
        destroyOnHidden
        onCancel={() => {
          setAsked(null);
        }}
      >
        <Form<{ reason: string }>
          layout="vertical"
          onFinish={({ reason }) => {
            if (asked !== null) open(asked, reason.trim());
          }}
        >
          <Form.Item
            name="reason"
            label={t('case/reason')}
            rules={[{ required: true, min: 4, max: 300, whitespace: true }]}
          >
            <Input.TextArea autoFocus rows={2} maxLength={300} />
          </Form.Item>
          <Button type="primary" htmlType="submit">
            {t('case/open')}
          </Button>
        </Form>
      </Modal>
    </Flex>
  );
}
