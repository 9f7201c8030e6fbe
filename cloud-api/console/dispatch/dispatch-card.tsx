import { SendOutlined } from '@ant-design/icons';
import { Button, Card, Flex, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { DueClock } from '../boards/due-clock.js';
import type { CaseDetail } from '../cloud/use-case.js';
import { useMe } from '../session/use-me.js';
import { SendDialog } from './send-dialog.js';
import { useDispatchesOf } from './use-dispatches.js';

const OPEN: readonly CaseDetail['state'][] = ['candidate', 'in_review', 'confirmed', 'transferred', 'returned'];
const UNDER_WAY: readonly string[] = ['sent', 'taken', 'reported'];

/** Patrols that were sent to a case, and sending one. */
export function DispatchCard({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation();
  const me = useMe();
  const dispatches = useDispatchesOf(detail.caseId);
  const [isSending, setSending] = useState(false);
  const found = dispatches.data?.dispatches ?? [];
  const maySend =
    me.data?.permissions.includes('case.dispatch') === true &&
    OPEN.includes(detail.state) &&
    !found.some(({ state }) => UNDER_WAY.includes(state));
  if (found.length === 0 && !maySend) return null;
  return (
    <Card
      size="small"
      title={t('dispatch/inCase')}
      extra={
        maySend && (
          <Button
            size="small"
            icon={<SendOutlined aria-hidden />}
            onClick={() => {
              setSending(true);
            }}
          >
            {t('dispatch/send')}
          </Button>
        )
      }
    >
      {found.length === 0 ? (
        <Typography.Text type="secondary">{t('dispatch/never')}</Typography.Text>
      ) : (
        <ul className="plain-list">
          {found.map((dispatch) => (
            <li key={dispatch.dispatchId}>
              <Flex gap={8} align="center" wrap>
                <Link href={`/dispatch/${dispatch.dispatchId}`}>
                  {t('dispatch/number', { id: dispatch.dispatchId })}
                </Link>
                <Typography.Text>{dispatch.patrolName}</Typography.Text>
                <Tag>{t(`dispatch/state/${dispatch.state}`)}</Tag>
                {dispatch.finding !== null && <Tag>{t(`dispatch/findings/${dispatch.finding}`)}</Tag>}
                <DueClock dueAtMs={dispatch.dueAtMs} fromMs={dispatch.sentAtMs} />
              </Flex>
            </li>
          ))}
        </ul>
      )}
      {isSending && (
        <SendDialog
          caseId={detail.caseId}
          onDone={() => {
            setSending(false);
          }}
        />
      )}
    </Card>
  );
}
