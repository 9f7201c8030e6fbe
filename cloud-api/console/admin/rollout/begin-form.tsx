import { Button, Card, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../boards/use-act.js';
import { cloud } from '../../cloud/client.js';
import { useDocuments, useVersions } from '../documents/use-documents.js';
import { readShares } from './rollout-steps.js';
import type { GatewayGroup } from './use-rollouts.js';

/** Minutes after which a step is followed by the next; null: when somebody says so. */
const SOAKS = [null, 30, 240, 1_440] as const;
const DEFAULT_HALT_PERCENT = 5;
const BY_HAND = 0;

/** A document that is chosen already. */
export interface Chosen {
  readonly kind: string;
  readonly name: string;
  readonly version: number;
}

interface Given {
  readonly name: string;
  readonly version: number;
  readonly shares: string;
  readonly soak: number;
  readonly haltAbove: number;
}

/** Begins to roll a version out to a group: which, in what steps, and when it halts by itself. */
export function BeginForm({ group, chosen }: { readonly group: GatewayGroup; readonly chosen: Chosen | null }) {
  const { t } = useTranslation();
  const act = useAct(['rollouts']);
  const [form] = Form.useForm<Given>();
  const documents = useDocuments();
  const ofKind = (documents.data ?? []).filter(({ kind }) => kind === group.kind);
  const fitting = chosen?.kind === group.kind ? chosen : null;
  // Nothing before the first look at the form, which its type leaves out.
  const watched = Form.useWatch('name', form) as string | undefined;
  const name = watched ?? fitting?.name ?? ofKind[0]?.name;
  if (name === undefined) return null;
  return (
    <Card size="small" title={t('admin/rollout/begin')} className="begin">
      <Form<Given>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          name,
          version: fitting?.version ?? ofKind[0]?.version,
          shares: '10, 50, 100',
          soak: BY_HAND,
          haltAbove: DEFAULT_HALT_PERCENT,
        }}
        onFinish={({ name: of, version, shares, soak, haltAbove }) => {
          act.mutate(() =>
            cloud.post('/api/v1/rollouts', {
              body: {
                groupId: group.groupId,
                name: of,
                version,
                steps: readShares(shares) ?? [],
                soakMinutes: soak === BY_HAND ? null : soak,
                haltAbovePercent: haltAbove,
              },
            }),
          );
        }}
      >
        <Form.Item name="name" label={t('admin/rollout/document')}>
          <Select
            options={ofKind.map((document) => ({ value: document.name, label: document.name }))}
            onChange={(of: string) => {
              form.setFieldValue('version', ofKind.find((document) => document.name === of)?.version);
            }}
          />
        </Form.Item>
        <VersionField kind={group.kind} name={name} />
        <Form.Item
          name="shares"
          label={t('admin/rollout/steps')}
          rules={[
            {
              validator: async (_, text: string) => {
                if (readShares(text) === null) throw new Error(t('admin/rollout/stepsRule'));
                return Promise.resolve();
              },
            },
          ]}
        >
          <Input />
        </Form.Item>
        <Form.Item name="soak" label={t('admin/rollout/soak')}>
          <Select
            options={SOAKS.map((minutes) => ({
              value: minutes ?? BY_HAND,
              label: minutes === null ? t('admin/rollout/byHand') : t('admin/rollout/after', { minutes }),
            }))}
          />
        </Form.Item>
        <Form.Item name="haltAbove" label={t('admin/rollout/haltAbove')}>
          <InputNumber min={0} max={100} precision={0} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={act.isPending} className="begin-rollout">
          {t('admin/rollout/start')}
        </Button>
      </Form>
    </Card>
  );
}

function VersionField({ kind, name }: { readonly kind: GatewayGroup['kind']; readonly name: string }) {
  const { t } = useTranslation();
  const versions = useVersions({ kind, name });
  return (
    <Form.Item
      name="version"
      label={t('admin/rollout/versionOf')}
      rules={[{ required: true, message: t('boards/required') }]}
    >
      <Select
        loading={versions.isPending}
        options={(versions.data ?? []).map(({ version, note }) => ({
          value: version,
          label: `${t('admin/documents/version', { version })} · ${note}`,
        }))}
      />
    </Form.Item>
  );
}
