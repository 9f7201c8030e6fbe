import { formatTime, useLanguage } from '@lamppost/page-kit';
import { Alert, Card, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../boards/use-act.js';
import { WordsForm } from '../boards/words-form.js';
import { cloud } from '../cloud/client.js';
import type { DeviceDetail } from './use-devices.js';

const LEAST_REASON = 4;

/** Takes a device out of use, or into use again, with a reason. */
export function UseCard({ device }: { readonly device: DeviceDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const act = useAct(['devices']);
  const { deviceId, version, retiredAtMs, retiredReason } = device;
  const step = retiredAtMs === null ? 'retire' : 'reinstate';
  return (
    <Card size="small" title={t('devices/use/title')} className="admin-card">
      {retiredAtMs !== null && (
        <Alert
          type="warning"
          showIcon
          title={t('devices/use/retiredAt', { time: formatTime(retiredAtMs, language), reason: retiredReason })}
        />
      )}
      <details>
        <summary>{t(`devices/use/${step}`)}</summary>
        <Typography.Paragraph type="secondary">{t('devices/use/hint')}</Typography.Paragraph>
        <WordsForm
          key={step}
          label={t('devices/use/reason')}
          least={LEAST_REASON}
          isBusy={act.isPending}
          answers={[{ key: step, label: t(`devices/use/${step}`), isDanger: step === 'retire' }]}
          onSend={(_key, reason) =>
            act.mutateAsync(() =>
              cloud.post('/api/v1/devices/{deviceId}/steps', {
                path: { deviceId },
                header: { 'if-match': `"v${version}"` },
                body: { step, reason },
              }),
            )
          }
        />
      </details>
    </Card>
  );
}
