import { FailedPage } from '@lamppost/page-kit';
import { Flex, Spin, Typography } from 'antd';
import { useMe } from '../session/use-me.js';
import { AlarmsOf } from './alarm-list.js';
import { DeviceTags } from './device-tags.js';
import { FactsCard } from './facts-card.js';
import { GatewayCard } from './gateway-card.js';
import { LegalCard } from './legal-card.js';
import { StateCard } from './state-card.js';
import { UseCard } from './use-card.js';
import { useDevice } from './use-devices.js';

/** One device: how it is, and what it lacks before its records may be evidence. */
export function DeviceDetailPane({ deviceId }: { readonly deviceId: string }) {
  const me = useMe();
  const query = useDevice(deviceId);
  if (query.isPending) return <Spin className="centre" />;
  if (query.data === undefined) return <FailedPage error={query.error} onRetry={() => void query.refetch()} />;
  const device = query.data;
  const mayManage = me.data?.permissions.includes('device.manage') === true;
  return (
    <Flex vertical gap={14}>
      <header className="entry-head">
        <Flex gap={6} wrap>
          <DeviceTags device={device} />
        </Flex>
        <Typography.Title level={2} className="entry-title">
          {device.name}
        </Typography.Title>
        <Typography.Text type="secondary">
          {device.deviceId} · {device.place.name}
        </Typography.Text>
      </header>
      <AlarmsOf device={device} />
      <StateCard device={device} />
      <LegalCard key={device.version} device={device} mayManage={mayManage} />
      <FactsCard device={device} mayManage={mayManage} />
      <GatewayCard device={device} mayManage={mayManage} />
      {mayManage && <UseCard device={device} />}
    </Flex>
  );
}
