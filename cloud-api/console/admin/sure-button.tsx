import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A button for what is not easily taken back: it asks once more. */
export function SureButton(options: {
  readonly label: string;
  readonly question: string;
  readonly icon?: ReactNode;
  readonly isDanger?: boolean;
  readonly isBusy: boolean;
  readonly onSure: () => void;
}) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const { label, question, icon, isDanger = false, isBusy, onSure } = options;
  return (
    <Button
      icon={icon}
      danger={isDanger}
      loading={isBusy}
      onClick={() => {
        modal.confirm({
          title: label,
          content: question,
          okText: t('admin/confirm'),
          cancelText: t('common/cancel'),
          okButtonProps: { danger: isDanger },
          onOk: onSure,
        });
      }}
    >
      {label}
    </Button>
  );
}
