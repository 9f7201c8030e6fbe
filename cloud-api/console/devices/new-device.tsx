import { Button, Card, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useAct } from '../boards/use-act.js';
import { Choice } from '../boards/choice.js';
import { cloud } from '../cloud/client.js';
import { useMe } from '../session/use-me.js';
import { type DeviceDraft, fromDraft } from './device-draft.js';
import { DraftFields } from './draft-fields.js';
import { KINDS } from './kinds.js';
import type { Device } from './use-devices.js';

const NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** Writes a device down. */
export function NewDevice() {
  const { t } = useTranslation();
  const me = useMe();
  const [, navigate] = useLocation();
  const act = useAct(['devices']);
  const [kind, setKind] = useState<Device['kind']>('camera');
  const named = [
    { required: true, message: t('boards/required') },
    { pattern: NAME, message: t('devices/new/nameRule') },
  ];
  return (
    <Card size="small" title={t('devices/new/title')} className="admin-card new-device">
      <Form<DeviceDraft & { gatewayId: string; sourceId?: string }>
        layout="vertical"
        name="device"
        requiredMark={false}
        initialValues={{ bureau: me.data?.bureauId ?? '', area: me.data?.areaIds?.[0] ?? '' }}
        onFinish={({ gatewayId, sourceId = null, ...draft }) => {
          act.mutate(async () => {
            const answer = await cloud.post('/api/v1/devices', {
              body: { ...fromDraft(draft), gatewayId, sourceId, kind },
            });
            if (answer.status === 'done') navigate(`/devices/${answer.body.deviceId}`);
            return answer;
          });
        }}
      >
        <div className="device-fields">
          <Form.Item label={t('devices/kind')}>
            <Choice
              label={t('devices/kind')}
              value={kind}
              options={KINDS.map((value) => ({ value, label: t(`map/kind/${value}`) }))}
              onChange={setKind}
            />
          </Form.Item>
          <Form.Item
            name="gatewayId"
            label={t('devices/new/gatewayId')}
            extra={t('devices/new/gatewayHint')}
            rules={named}
          >
            <Input maxLength={64} autoComplete="off" />
          </Form.Item>
          {kind !== 'gateway' && (
            <Form.Item
              name="sourceId"
              label={t('devices/new/sourceId')}
              extra={t('devices/new/sourceHint')}
              rules={named}
            >
              <Input maxLength={64} autoComplete="off" />
            </Form.Item>
          )}
        </div>
        <DraftFields kind={kind} />
        <Button type="primary" htmlType="submit" loading={act.isPending} className="save-device">
          {t('devices/new/save')}
        </Button>
      </Form>
    </Card>
  );
}
