import { Button, Flex, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../boards/use-act.js';
import { cloud } from '../cloud/client.js';
import type { DeviceDetail, LegalCondition, LegalRecord } from './use-devices.js';

interface Given {
  readonly from: string;
  readonly until?: string;
  readonly number: string;
  readonly issuer: string;
  readonly url?: string;
  readonly sha256?: string;
}

const orNull = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : text.trim());
const unrecorded = ({ condition, from, until, document }: LegalRecord) => ({ condition, from, until, document });

/** Writes down the paper that a condition rests on; earlier records stay. */
export function RecordForm(options: {
  readonly device: DeviceDetail;
  readonly condition: LegalCondition;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const act = useAct(['devices']);
  const { device, condition, onDone } = options;
  const needed = { required: true, whitespace: true, message: t('boards/required') };
  const send = ({ from, until, number, issuer, url, sha256 }: Given) => {
    const document = { number, issuer, url: orNull(url), sha256: orNull(sha256) };
    const legal = [...device.legal.map(unrecorded), { condition, from, until: orNull(until), document }];
    act.mutate(
      () =>
        cloud.patch('/api/v1/devices/{deviceId}', {
          path: { deviceId: device.deviceId },
          header: { 'if-match': `"v${device.version}"` },
          body: { legal },
        }),
      { onSuccess: onDone },
    );
  };
  return (
    <Form<Given>
      layout="vertical"
      name={`record-${condition}`}
      requiredMark={false}
      className="record-form"
      initialValues={{ from: device.standing.day }}
      onFinish={send}
    >
      <div className="device-fields">
        <Form.Item name="from" label={t('devices/legal/from')} rules={[needed]}>
          <Input type="date" />
        </Form.Item>
        <Form.Item
          name="until"
          label={t('devices/legal/until')}
          extra={t('devices/legal/untilHint')}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_rule, until: string | undefined) =>
                orNull(until) !== null && (until ?? '') < String(getFieldValue('from'))
                  ? Promise.reject(new Error(t('devices/legal/untilEarly')))
                  : Promise.resolve(),
            }),
          ]}
        >
          <Input type="date" />
        </Form.Item>
        <Form.Item name="number" label={t('devices/legal/number')} rules={[needed]}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="issuer" label={t('devices/legal/issuer')} rules={[needed]}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="url"
          label={t('devices/legal/url')}
          rules={[{ pattern: /^https?:\/\/\S+$/, message: t('devices/legal/urlRule') }]}
        >
          <Input maxLength={2_000} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="sha256"
          label={t('devices/legal/sha256')}
          rules={[{ pattern: /^[0-9a-f]{64}$/, message: t('devices/legal/sha256Rule') }]}
        >
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
      </div>
      <Flex gap={8}>
        <Button type="primary" htmlType="submit" loading={act.isPending} className="save-record">
          {t('admin/save')}
        </Button>
        <Button onClick={onDone}>{t('common/cancel')}</Button>
      </Flex>
    </Form>
  );
}
