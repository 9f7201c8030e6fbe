import { FactsList, formatDuration, formatTime, useLanguage, useNow } from '@lamppost/page-kit';
import { Alert, Card, Flex, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DeviceDetail } from './use-devices.js';

type Report = NonNullable<NonNullable<DeviceDetail['gateway']>['report']>;

function clockWords({ synchronised }: Report['clock']) {
  if (synchronised === null) return 'clockUnknown' as const;
  return synchronised ? ('synchronised' as const) : ('unsynchronised' as const);
}

function GatewayFacts({ report }: { readonly report: Report }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nowMs = useNow();
  const { version, clock, broker, packagesWaiting, oldestWaitingAtMs, shortages, rules } = report;
  return (
    <>
      {rules?.refused != null && (
        <Alert type="error" showIcon title={t('devices/state/rulesRefused', { problem: rules.refused.problem })} />
      )}
      {shortages.length > 0 && (
        <Alert type="error" showIcon title={t('devices/state/shortages')} description={shortages.join('; ')} />
      )}
      <FactsList
        facts={[
          [
            t('devices/state/waiting'),
            oldestWaitingAtMs === null
              ? `${packagesWaiting}`
              : t('devices/state/waitingSince', {
                  count: packagesWaiting,
                  time: formatDuration(Math.max(0, nowMs - oldestWaitingAtMs), language),
                }),
          ],
          [t('devices/state/clock'), t(`devices/state/${clockWords(clock)}`)],
          [t('devices/state/broker'), t(`devices/state/linkState/${broker.state}`)],
          [t('devices/state/rules'), rules === undefined ? null : (rules.version ?? rules.sha256.slice(0, 12))],
          [t('devices/state/version'), version],
        ]}
      />
    </>
  );
}

/** How a device is, as its gateway last reported. */
export function StateCard({ device }: { readonly device: DeviceDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nowMs = useNow();
  const { lastSeenAtMs, link, faults, gateway } = device;
  const report = gateway?.report ?? null;
  const unregistered = gateway?.unregistered ?? [];
  return (
    <Card size="small" title={t('devices/state/title')} className="admin-card state-card">
      <Flex vertical gap={10}>
        {link?.state === 'down' && (
          <Alert
            type="error"
            showIcon
            title={`${t('devices/state/linkState/down')}: ${link.reason ?? ''}`}
            description={t('devices/state/since', { time: formatTime(link.sinceMs, language) })}
          />
        )}
        {(faults ?? []).map((fault) => (
          <Alert
            key={`${fault.kind} ${fault.factor ?? ''}`}
            type="error"
            showIcon
            title={fault[language]}
            description={t('devices/state/since', { time: formatTime(fault.sinceMs, language) })}
          />
        ))}
        <FactsList
          facts={[
            [
              t('devices/state/seen'),
              lastSeenAtMs === null ? (
                t('devices/neverSeen')
              ) : (
                <>
                  {formatTime(lastSeenAtMs, language)}{' '}
                  <Typography.Text type="secondary">
                    {t('devices/state/ago', { time: formatDuration(Math.max(0, nowMs - lastSeenAtMs), language) })}
                  </Typography.Text>
                </>
              ),
            ],
            [t('devices/state/link'), link === null ? null : t(`devices/state/linkState/${link.state}`)],
            [t('devices/state/faults'), faults?.length === 0 ? t('devices/state/noFaults') : null],
          ]}
        />
        {report !== null && <GatewayFacts report={report} />}
        {unregistered.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={t('devices/state/unregistered')}
            description={unregistered.join(', ')}
          />
        )}
      </Flex>
    </Card>
  );
}
