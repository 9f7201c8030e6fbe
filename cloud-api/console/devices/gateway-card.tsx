import { KeyOutlined } from '@ant-design/icons';
import { formatTime, useLanguage } from '@lamppost/page-kit';
import { Button, Card, Flex, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ShownOnce } from '../admin/shown-once.js';
import { useAct } from '../boards/use-act.js';
import { WordsForm } from '../boards/words-form.js';
import { cloud } from '../cloud/client.js';
import type { DeviceDetail } from './use-devices.js';

const LEAST_REASON = 4;

/** Lets a gateway in by a code that serves once, and puts it out at once by revoking its key. */
export function GatewayCard({ device, mayManage }: { readonly device: DeviceDetail; readonly mayManage: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const act = useAct(['devices']);
  const [made, setMade] = useState<{ readonly code: string; readonly expiresAtMs: number } | null>(null);
  const { gateway, gatewayId } = device;
  if (gateway === null) return null;
  const { keys } = gateway;
  const path = { gatewayId };
  const isIn = keys.some(({ revokedAtMs }) => revokedAtMs === null);
  return (
    <Card size="small" title={t('devices/gateway/title')} className="admin-card gateway-card">
      <Flex vertical gap={12}>
        {keys.length === 0 ? (
          <Typography.Text type="secondary">{t('devices/gateway/noKeys')}</Typography.Text>
        ) : (
          <ul className="plain-list">
            {keys.map(({ keyId, enrolledAtMs, revokedAtMs, revokedReason }) => (
              <li key={keyId}>
                <Tag className="quiet" color={revokedAtMs === null ? 'green' : 'red'}>
                  {t(revokedAtMs === null ? 'devices/gateway/inForce' : 'devices/gateway/over')}
                </Tag>{' '}
                <Typography.Text code>{keyId.slice(0, 16)}</Typography.Text>{' '}
                {t('devices/gateway/enrolled', { time: formatTime(enrolledAtMs, language) })}
                {revokedAtMs !== null && (
                  <div>
                    {t('devices/gateway/revoked', { time: formatTime(revokedAtMs, language), reason: revokedReason })}
                  </div>
                )}
              </li>
            ))}
          </ul>
        )}
        {mayManage && (
          <Flex>
            <Button
              icon={<KeyOutlined aria-hidden />}
              loading={act.isPending}
              className="make-code"
              onClick={() => {
                act.mutate(async () => {
                  const answer = await cloud.post('/api/v1/gateways/{gatewayId}/enrolment-codes', { path, body: {} });
                  if (answer.status === 'done') setMade(answer.body);
                  return answer;
                });
              }}
            >
              {t('devices/gateway/code')}
            </Button>
          </Flex>
        )}
        {mayManage && isIn && (
          <details className="revoke">
            <summary>{t('devices/gateway/revoke')}</summary>
            <Typography.Paragraph type="secondary">{t('devices/gateway/revokeHint')}</Typography.Paragraph>
            <WordsForm
              label={t('devices/gateway/reason')}
              least={LEAST_REASON}
              isBusy={act.isPending}
              answers={[{ key: 'revoke', label: t('devices/gateway/revoke'), isDanger: true }]}
              onSend={(_key, reason) =>
                act.mutateAsync(() => cloud.post('/api/v1/gateways/{gatewayId}/revoke', { path, body: { reason } }))
              }
            />
          </details>
        )}
      </Flex>
      {made !== null && (
        <ShownOnce
          label={t('devices/gateway/codeName')}
          secret={made.code}
          hint={t('devices/gateway/codeHint', { time: formatTime(made.expiresAtMs, language) })}
          onDone={() => {
            setMade(null);
          }}
        />
      )}
    </Card>
  );
}
