import { RequestError } from '@lamppost/page-kit';
import { Alert, Button, Card, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useAct } from '../../boards/use-act.js';
import { cloud } from '../../cloud/client.js';
import { useMe } from '../../session/use-me.js';
import { SLUG } from '../slug.js';
import { TextDiff } from './text-diff.js';
import type { DocumentKind, DocumentName } from './use-documents.js';

interface Given {
  readonly kind: DocumentKind;
  readonly name: string;
  readonly text: string;
  readonly note: string;
}

/** Publishes the first version of a document, or the next: after its newest text, which it begins with. */
export function PublishForm(options: {
  /** Null: a new document. */
  readonly newest: (DocumentName & { readonly version: number; readonly text: string }) | null;
  readonly onDone?: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const [, navigate] = useLocation();
  const act = useAct(['documents']);
  const [form] = Form.useForm<Given>();
  const { newest, onDone } = options;
  // Nothing before the first look at the form, which its type leaves out.
  const written = Form.useWatch('text', form) as string | undefined;
  const needed = { required: true, whitespace: true, message: t('boards/required') };
  const mayConfigure = me.data?.permissions.includes('configuration.publish') === true;
  const kinds: readonly DocumentKind[] = mayConfigure ? ['rules', 'configuration'] : ['rules'];
  const detail = act.error instanceof RequestError ? act.error.problem?.detail : undefined;
  return (
    <Card size="small" title={t(newest === null ? 'admin/documents/add' : 'admin/documents/publish')}>
      <Form<Given>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: newest?.kind ?? 'rules', name: newest?.name, text: newest?.text ?? '' }}
        onFinish={({ kind, name, text, note }) => {
          act.mutate(
            () =>
              cloud.post('/api/v1/documents', {
                header: { 'if-match': `"v${newest?.version ?? 0}"` },
                body: { kind, name, text, note, bureauId: newest === null ? (me.data?.bureauId ?? null) : null },
              }),
            {
              onSuccess: () => {
                if (newest === null) navigate(`/admin/documents/${kind}:${name}`);
                onDone?.();
              },
            },
          );
        }}
      >
        <Form.Item name="kind" label={t('admin/documents/kindOf')} hidden={newest !== null}>
          <Select options={kinds.map((value) => ({ value, label: t(`admin/documents/kind/${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('admin/documents/name')}
          extra={t('admin/documents/nameRule')}
          hidden={newest !== null}
          rules={[needed, { pattern: SLUG, message: t('admin/documents/nameRule') }]}
        >
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        <Form.Item name="text" label={t('admin/documents/text')} extra={t('admin/documents/textHint')} rules={[needed]}>
          <Input.TextArea rows={16} wrap="off" spellCheck={false} className="import-text" />
        </Form.Item>
        {newest !== null && written !== undefined && written !== newest.text && (
          <Form.Item label={t('admin/documents/preview', { version: newest.version })}>
            <TextDiff
              before={newest.text}
              after={written}
              label={t('admin/documents/preview', { version: newest.version })}
              same={t('admin/documents/same')}
            />
          </Form.Item>
        )}
        <Form.Item
          name="note"
          label={t('admin/documents/note')}
          rules={[needed, { min: 2, message: t('admin/documents/noteRule') }]}
        >
          <Input maxLength={2_000} />
        </Form.Item>
        {detail !== undefined && (
          <Alert
            type="error"
            showIcon
            role="alert"
            className="publish-refused"
            title={t('admin/documents/refused', { detail })}
          />
        )}
        <Button
          type="primary"
          htmlType="submit"
          loading={act.isPending}
          disabled={newest !== null && written === newest.text}
        >
          {t('admin/documents/send')}
        </Button>
      </Form>
    </Card>
  );
}
