import { Button, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

/** Asks for the reason to open what is sealed; it is logged. */
export function ReasonDialog(options: { readonly onReason: (reason: string) => void; readonly onCancel: () => void }) {
  const { t } = useTranslation();
  const { onReason, onCancel } = options;
  return (
    <Modal open title={t('case/openOriginal')} footer={null} destroyOnHidden onCancel={onCancel}>
      <Form<{ reason: string }>
        layout="vertical"
        onFinish={({ reason }) => {
          onReason(reason.trim());
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
  );
}
