import { Button, Card, Form, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useAct } from '../../boards/use-act.js';
import { useBureauName } from '../../boards/use-bureau-name.js';
import { cloud } from '../../cloud/client.js';
import { useBureaus } from '../../cloud/use-bureaus.js';
import { useMe } from '../../session/use-me.js';
import { ShownOnce } from '../shown-once.js';
import type { EventType } from './use-webhooks.js';
import { EVENT_TYPES, WebhookFields } from './webhook-fields.js';

/** No bureau has an empty ID. */
const TOWN = '';

interface Given {
  readonly url: string;
  readonly types: EventType[];
  readonly bureau: string;
}

/** Makes a webhook, and shows its secret this once. */
export function NewWebhook() {
  const { t } = useTranslation();
  const me = useMe();
  const [, navigate] = useLocation();
  const act = useAct(['webhooks']);
  const bureaus = useBureaus();
  const nameOf = useBureauName();
  const [made, setMade] = useState<{ readonly webhookId: string; readonly secret: string } | null>(null);
  const own = me.data?.bureauId ?? null;
  const choices =
    own === null
      ? [
          { value: TOWN, label: t('admin/webhooks/town') },
          ...(bureaus.data ?? []).map(({ bureauId }) => ({ value: bureauId, label: nameOf(bureauId) })),
        ]
      : [{ value: own, label: nameOf(own) }];
  return (
    <Card size="small" title={t('admin/webhooks/add')} className="admin-card">
      <Form<Given>
        layout="vertical"
        requiredMark={false}
        initialValues={{ types: [...EVENT_TYPES], bureau: own ?? TOWN }}
        onFinish={({ url, types, bureau }) => {
          act.mutate(async () => {
            const body = { url, types, bureauId: bureau === TOWN ? null : bureau };
            const answer = await cloud.post('/api/v1/webhooks', { body });
            if (answer.status === 'done')
              setMade({ webhookId: answer.body.webhook.webhookId, secret: answer.body.secret });
            return answer;
          });
        }}
      >
        <WebhookFields />
        <Form.Item name="bureau" label={t('admin/bureau')}>
          <Select options={choices} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={act.isPending}>
          {t('admin/webhooks/add')}
        </Button>
      </Form>
      {made !== null && (
        <ShownOnce
          label={t('admin/webhooks/secret')}
          secret={made.secret}
          hint={t('admin/webhooks/secretHint')}
          onDone={() => {
            navigate(`/admin/webhooks/${made.webhookId}`);
          }}
        />
      )}
    </Card>
  );
}
