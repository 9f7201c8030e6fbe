import { ExperimentOutlined, KeyOutlined, StopOutlined, UnlockOutlined } from '@ant-design/icons';
import { formatTime, useLanguage } from '@lamppost/page-kit';
import { Button, Card, Flex, Form, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../boards/use-act.js';
import { useBureauName } from '../../boards/use-bureau-name.js';
import { cloud } from '../../cloud/client.js';
import { ShownOnce } from '../shown-once.js';
import { SureButton } from '../sure-button.js';
import { DeliveriesCard } from './deliveries-card.js';
import type { EventType, Webhook } from './use-webhooks.js';
import { WebhookFields } from './webhook-fields.js';
import { WebhookTag } from './webhook-tag.js';

function WebhookSteps({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation();
  const act = useAct(['webhooks']);
  const [secret, setSecret] = useState<string | null>(null);
  const path = { webhookId: webhook.webhookId };
  const setDisabled = (isDisabled: boolean) => {
    act.mutate(() => cloud.patch('/api/v1/webhooks/{webhookId}', { path, body: { isDisabled } }));
  };
  return (
    <Flex gap={8} wrap>
      {!webhook.isDisabled && (
        <Button
          icon={<ExperimentOutlined aria-hidden />}
          loading={act.isPending}
          className="test-webhook"
          onClick={() => {
            act.mutate(() => cloud.post('/api/v1/webhooks/{webhookId}/test', { path }));
          }}
        >
          {t('admin/webhooks/test')}
        </Button>
      )}
      <SureButton
        label={t('admin/webhooks/renew')}
        question={t('admin/webhooks/renewSure')}
        icon={<KeyOutlined aria-hidden />}
        isBusy={act.isPending}
        onSure={() => {
          act.mutate(async () => {
            const answer = await cloud.post('/api/v1/webhooks/{webhookId}/secret', { path });
            if (answer.status === 'done') setSecret(answer.body.secret);
            return answer;
          });
        }}
      />
      {webhook.isDisabled ? (
        <Button
          icon={<UnlockOutlined aria-hidden />}
          loading={act.isPending}
          onClick={() => {
            setDisabled(false);
          }}
        >
          {t('admin/webhooks/enable')}
        </Button>
      ) : (
        <SureButton
          isDanger
          label={t('admin/webhooks/disable')}
          question={t('admin/webhooks/disableSure')}
          icon={<StopOutlined aria-hidden />}
          isBusy={act.isPending}
          onSure={() => {
            setDisabled(true);
          }}
        />
      )}
      {secret !== null && (
        <ShownOnce
          label={t('admin/webhooks/secret')}
          secret={secret}
          hint={t('admin/webhooks/secretHint')}
          onDone={() => {
            setSecret(null);
          }}
        />
      )}
    </Flex>
  );
}

/** One webhook: where it goes, what it tells, and what became of that. */
export function WebhookDetail({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = useBureauName();
  const act = useAct(['webhooks']);
  const { webhookId, bureauId, url, types, createdAtMs, isDisabled } = webhook;
  return (
    <Flex vertical gap={14}>
      <header className="entry-head">
        <WebhookTag isDisabled={isDisabled} />
        <Typography.Title level={2} className="entry-title">
          {new URL(url).host}
        </Typography.Title>
        <Typography.Text type="secondary">
          {bureauId === null ? t('admin/webhooks/town') : nameOf(bureauId)} ·{' '}
          {t('admin/webhooks/made', { time: formatTime(createdAtMs, language) })}
        </Typography.Text>
      </header>
      <WebhookSteps webhook={webhook} />
      <DeliveriesCard webhook={webhook} />
      <Card size="small" title={t('admin/webhooks/settings')}>
        <Form<{ url: string; types: EventType[] }>
          layout="vertical"
          requiredMark={false}
          initialValues={{ url, types }}
          onFinish={(body) => {
            act.mutate(() => cloud.patch('/api/v1/webhooks/{webhookId}', { path: { webhookId }, body }));
          }}
        >
          <WebhookFields />
          <Button type="primary" htmlType="submit" loading={act.isPending}>
            {t('admin/save')}
          </Button>
        </Form>
      </Card>
    </Flex>
  );
}
