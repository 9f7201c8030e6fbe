import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { Alert, Button, Flex, Modal } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A secret that the cloud tells this once: it closes by its own button alone, not by a click beside it. */
export function ShownOnce(options: {
  /** What it is. */
  readonly label: string;
  readonly secret: string;
  /** What it serves for, and how long. */
  readonly hint: string;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const { label, secret, hint, onDone } = options;
  const [isCopied, setIsCopied] = useState(false);
  const shown = useRef<HTMLElement>(null);
  const copy = async () => {
    // Only a page that came over TLS may write to the clipboard; elsewhere the text is selected to be copied by hand.
    if (window.isSecureContext) {
      await navigator.clipboard.writeText(secret);
      setIsCopied(true);
    } else if (shown.current !== null) window.getSelection()?.selectAllChildren(shown.current);
  };
  return (
    <Modal
      open
      title={t('admin/onceTitle')}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onDone} className="once-done">
          {t('admin/onceDone')}
        </Button>
      }
    >
      <Flex vertical gap={12} className="shown-once">
        <Alert type="warning" showIcon title={hint} />
        <Flex gap={8} wrap align="center">
          <code ref={shown} role="textbox" aria-readonly aria-label={label} tabIndex={0} className="secret">
            {secret}
          </code>
          <Button
            icon={isCopied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
            onClick={() => void copy()}
          >
            {t(isCopied ? 'admin/copied' : 'admin/copy')}
          </Button>
        </Flex>
      </Flex>
    </Modal>
  );
}
