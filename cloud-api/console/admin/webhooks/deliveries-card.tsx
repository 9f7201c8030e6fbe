import { RedoOutlined } from '@ant-design/icons';
import { formatTime, useLanguage } from '@lamppost/page-kit';
import { Button, Card, Flex, Radio, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BoardList } from '../../boards/board-list.js';
import { useAct } from '../../boards/use-act.js';
import { cloud } from '../../cloud/client.js';
import { type Delivery, type DeliveryState, useDeliveries, type Webhook } from './use-webhooks.js';

const STATES: readonly DeliveryState[] = ['dead', 'waiting', 'sent'];

function Entry({ delivery }: { readonly delivery: Delivery }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { type, eventId, queuedAtMs, attempts, nextAttemptAtMs, settledAtMs, lastFailure } = delivery;
  const facts = [
    `${t('admin/webhooks/queued')} ${formatTime(queuedAtMs, language)}`,
    `${t('admin/webhooks/attempts')} ${attempts}`,
    ...(nextAttemptAtMs === null ? [] : [`${t('admin/webhooks/next')} ${formatTime(nextAttemptAtMs, language)}`]),
    ...(settledAtMs === null ? [] : [`${t('admin/webhooks/settled')} ${formatTime(settledAtMs, language)}`]),
  ];
  return (
    <div className="delivery">
      <Flex gap={8} wrap>
        <Typography.Text strong>{t(`admin/webhooks/type/${type}`)}</Typography.Text>
        <Typography.Text code>{eventId}</Typography.Text>
      </Flex>
      <Typography.Text type="secondary">{facts.join(' · ')}</Typography.Text>
      {lastFailure !== null && (
        <Typography.Text>
          {t('admin/webhooks/failure')}: {lastFailure}
        </Typography.Text>
      )}
    </div>
  );
}

/** What became of the events of a webhook; those that were not delivered can be sent again. */
export function DeliveriesCard({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation();
  const act = useAct(['webhooks']);
  const [state, setState] = useState<DeliveryState>('dead');
  const query = useDeliveries(webhook.webhookId, state);
  const entries = (query.data?.pages ?? []).flatMap(({ deliveries }) => deliveries);
  return (
    <Card size="small" title={t('admin/webhooks/deliveries')} className="deliveries">
      <Flex gap={8} wrap align="center" justify="space-between">
        <Radio.Group
          optionType="button"
          buttonStyle="solid"
          aria-label={t('admin/webhooks/stateOf')}
          value={state}
          options={STATES.map((value) => ({ value, label: t(`admin/webhooks/state/${value}`) }))}
          onChange={({ target }) => {
            setState(STATES.find((value) => value === target.value) ?? 'dead');
          }}
        />
        {state === 'dead' && entries.length > 0 && (
          <Button
            icon={<RedoOutlined aria-hidden />}
            disabled={webhook.isDisabled}
            loading={act.isPending}
            onClick={() => {
              act.mutate(() =>
                cloud.post('/api/v1/webhooks/{webhookId}/retry', { path: { webhookId: webhook.webhookId } }),
              );
            }}
          >
            {t('admin/webhooks/retry')}
          </Button>
        )}
      </Flex>
      <BoardList
        query={query}
        entries={entries}
        keyOf={({ deliveryNumber }) => deliveryNumber}
        empty={t(`admin/webhooks/none/${state}`)}
        isEmptyGood={state !== 'sent'}
        render={(delivery) => <Entry delivery={delivery} />}
      />
    </Card>
  );
}
