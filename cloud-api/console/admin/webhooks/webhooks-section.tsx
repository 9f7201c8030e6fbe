import { PlusOutlined } from '@ant-design/icons';
import { Button, Flex, Grid, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { EntryLink } from '../../boards/entry-link.js';
import { useBureauName } from '../../boards/use-bureau-name.js';
import { AdminFrame } from '../admin-frame.js';
import { WholeList } from '../whole-list.js';
import { NewWebhook } from './new-webhook.js';
import { useWebhooks } from './use-webhooks.js';
import { WebhookDetail } from './webhook-detail.js';
import { WebhookTag } from './webhook-tag.js';

const NEW = '+new';

/** Webhooks: which systems are told what, and whether they heard it. */
export function WebhooksSection({ id }: { readonly id: string | null }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const isWide = Grid.useBreakpoint().lg === true;
  const nameOf = useBureauName();
  const query = useWebhooks();
  const shown = id === null && isWide ? query.data?.[0] : query.data?.find(({ webhookId }) => webhookId === id);
  return (
    <AdminFrame
      section="webhooks"
      hint={t('admin/webhooks/hint')}
      isChosen={id !== null}
      tools={
        <Button
          type="primary"
          icon={<PlusOutlined aria-hidden />}
          onClick={() => {
            navigate(`/admin/webhooks/${NEW}`);
          }}
        >
          {t('admin/webhooks/add')}
        </Button>
      }
      list={
        <WholeList
          query={query}
          keyOf={({ webhookId }) => webhookId}
          textOf={({ url }) => url}
          empty={t('admin/webhooks/empty')}
          render={(webhook) => (
            <EntryLink href={`/admin/webhooks/${webhook.webhookId}`} isChosen={webhook === shown}>
              <Flex gap={6} align="center">
                <WebhookTag isDisabled={webhook.isDisabled} />
                <Typography.Text strong>{new URL(webhook.url).host}</Typography.Text>
              </Flex>
              <Typography.Text type="secondary">
                {webhook.bureauId === null ? t('admin/webhooks/town') : nameOf(webhook.bureauId)}
              </Typography.Text>
            </EntryLink>
          )}
        />
      }
      detail={
        id === NEW ? (
          <NewWebhook />
        ) : shown === undefined ? null : (
          <WebhookDetail key={shown.webhookId} webhook={shown} />
        )
      }
    />
  );
}
