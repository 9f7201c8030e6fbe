import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { formatTime, useLanguage } from '@lamppost/page-kit';
import { Button, Card, Empty, Flex, Form, Input, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../boards/use-act.js';
import { cloud } from '../../cloud/client.js';
import { PlainTable } from '../../boards/plain-table.js';
import { SureButton } from '../sure-button.js';
import { StandingTag } from './rollout-tags.js';
import { type GatewayGroup, type Member, useMembers } from './use-rollouts.js';

/** Which gateway of a group is to go by what, and what it made of it; gateways come and go here. */
export function MembersCard({ group, mayChange }: { readonly group: GatewayGroup; readonly mayChange: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const act = useAct(['rollouts']);
  const [form] = Form.useForm<{ ids: string }>();
  const members = useMembers(group.groupId);
  const change = (body: { add: string[]; remove: string[] }, onSuccess?: () => void) => {
    act.mutate(
      () =>
        cloud.patch('/api/v1/gateway-groups/{groupId}', {
          path: { groupId: group.groupId },
          header: { 'if-match': `"v${group.version}"` },
          body,
        }),
      { onSuccess: () => onSuccess?.() },
    );
  };
  const rows = members.data ?? [];
  return (
    <Card size="small" title={`${t('admin/rollout/members')} · ${group.gateways}`}>
      <Flex vertical gap={12}>
        {members.isPending ? (
          <Spin />
        ) : rows.length === 0 ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('admin/rollout/none')} />
        ) : (
          <PlainTable<Member>
            label={t('admin/rollout/members')}
            rows={rows}
            keyOf={({ gatewayId }) => gatewayId}
            columns={[
              { key: 'gateway', title: t('admin/rollout/gateway'), isLine: true, cell: ({ gatewayId }) => gatewayId },
              {
                key: 'runs',
                title: t('admin/rollout/runs'),
                isLine: true,
                cell: ({ document }) =>
                  document === null
                    ? t('admin/rollout/standing/local')
                    : `${document.name} · ${t('admin/documents/version', { version: document.version })}`,
              },
              {
                key: 'standing',
                title: t('admin/areas/standing'),
                isLine: true,
                cell: ({ standing }) => <StandingTag standing={standing} />,
              },
              {
                key: 'heard',
                title: t('admin/rollout/heard'),
                isLine: true,
                cell: ({ askedAtMs }) =>
                  askedAtMs === null ? t('admin/rollout/never') : formatTime(askedAtMs, language),
              },
              {
                key: 'problem',
                title: t('admin/rollout/problem'),
                cell: ({ problem, problems }) =>
                  problem !== null && problems > 1
                    ? t('admin/rollout/moreProblems', { problem, count: problems })
                    : problem,
              },
              ...(mayChange
                ? [
                    {
                      key: 'remove',
                      title: t('admin/rollout/actions'),
                      cell: ({ gatewayId }: Member) => (
                        <SureButton
                          label={t('admin/rollout/remove')}
                          question={t('admin/rollout/removeSure', { gatewayId })}
                          icon={<DeleteOutlined aria-hidden />}
                          isBusy={act.isPending}
                          onSure={() => {
                            change({ add: [], remove: [gatewayId] });
                          }}
                        />
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
        {mayChange && (
          <Form
            form={form}
            layout="vertical"
            requiredMark={false}
            onFinish={({ ids }) => {
              change({ add: ids.split(/[\s,，、]+/).filter((id) => id !== ''), remove: [] }, () => {
                form.resetFields();
              });
            }}
          >
            <Form.Item
              name="ids"
              label={t('admin/rollout/addGateways')}
              extra={t('admin/rollout/addHint')}
              rules={[{ required: true, whitespace: true, message: t('boards/required') }]}
            >
              <Input autoComplete="off" />
            </Form.Item>
            <Button htmlType="submit" icon={<PlusOutlined aria-hidden />} loading={act.isPending}>
              {t('admin/rollout/addGateways')}
            </Button>
          </Form>
        )}
      </Flex>
    </Card>
  );
}
