import { CheckCircleOutlined, StopOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

/** Whether a webhook is in use: by word, sign and colour. */
export function WebhookTag({ isDisabled }: { readonly isDisabled: boolean }) {
  const { t } = useTranslation();
  return isDisabled ? (
    <Tag color="red" className="quiet" icon={<StopOutlined aria-hidden />}>
      {t('admin/webhooks/disabled')}
    </Tag>
  ) : (
    <Tag color="green" className="quiet" icon={<CheckCircleOutlined aria-hidden />}>
      {t('admin/webhooks/enabled')}
    </Tag>
  );
}
