import { Button, Card, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useAct } from '../../boards/use-act.js';
import { useBureauName } from '../../boards/use-bureau-name.js';
import { cloud } from '../../cloud/client.js';
import { useBureaus } from '../../cloud/use-bureaus.js';
import type { DocumentKind } from '../documents/use-documents.js';
import { SLUG } from '../slug.js';

/** No bureau has an empty ID. */
const TOWN = '';

interface Given {
  readonly groupId: string;
  readonly name: string;
  readonly kind: DocumentKind;
  readonly bureau: string;
}

/** Makes a group of gateways that go by the same document. */
export function NewGroup({ mayConfigure }: { readonly mayConfigure: boolean }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const act = useAct(['rollouts']);
  const bureaus = useBureaus();
  const nameOf = useBureauName();
  const kinds: readonly DocumentKind[] = mayConfigure ? ['rules', 'configuration'] : ['rules'];
  const needed = { required: true, whitespace: true, message: t('boards/required') };
  return (
    <Card size="small" title={t('admin/rollout/add')} className="admin-card">
      <Form<Given>
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'rules', bureau: TOWN }}
        onFinish={({ groupId, name, kind, bureau }) => {
          act.mutate(
            () =>
              cloud.post('/api/v1/gateway-groups', {
                body: { groupId, name, kind, bureauId: bureau === TOWN ? null : bureau },
              }),
            {
              onSuccess: () => {
                navigate(`/admin/rollout/${groupId}`);
              },
            },
          );
        }}
      >
        <Form.Item
          name="groupId"
          label={t('admin/rollout/groupId')}
          extra={t('admin/documents/nameRule')}
          rules={[needed, { pattern: SLUG, message: t('admin/documents/nameRule') }]}
        >
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        <Form.Item name="name" label={t('admin/rollout/groupName')} rules={[needed]}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="kind" label={t('admin/documents/kindOf')}>
          <Select options={kinds.map((value) => ({ value, label: t(`admin/documents/kind/${value}`) }))} />
        </Form.Item>
        <Form.Item name="bureau" label={t('admin/bureau')}>
          <Select
            options={[
              { value: TOWN, label: t('admin/rollout/town') },
              ...(bureaus.data ?? []).map(({ bureauId }) => ({ value: bureauId, label: nameOf(bureauId) })),
            ]}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={act.isPending}>
          {t('admin/rollout/add')}
        </Button>
      </Form>
    </Card>
  );
}
