import type { DeviceFields, NewDevice } from './device.js';
import { findCodeFaults } from './device-code.js';
import type { DeviceSettings } from './device-settings.js';

/** One thing that is wrong with a device. */
export interface DeviceFault {
  readonly field: string;
  readonly message: string;
}

type Checked = Pick<NewDevice, 'kind' | 'sourceId'> & Pick<DeviceFields, 'deviceCode' | 'mn' | 'bearingDeg'>;

/** What does not fit together in a device; empty when all does. */
export function findDeviceFaults(device: Checked, settings: DeviceSettings): DeviceFault[] {
  const { kind, sourceId, deviceCode, mn, bearingDeg } = device;
  const faults: DeviceFault[] = [];
  if (kind === 'gateway' && sourceId !== null)
    faults.push({ field: 'sourceId', message: 'a gateway has no sourceId: gatewayId is its name' });
  if (kind !== 'gateway' && sourceId === null)
    faults.push({ field: 'sourceId', message: `a ${kind} has a sourceId: as the gateway's configuration names it` });
  if (kind !== 'monitor' && mn !== null) faults.push({ field: 'mn', message: `a ${kind} has no MN` });
  if (kind !== 'camera' && kind !== 'speaker' && bearingDeg !== null)
    faults.push({ field: 'bearingDeg', message: `a ${kind} looks in no direction` });
  if (deviceCode !== null)
    faults.push(...findCodeFaults(deviceCode, kind, settings).map((message) => ({ field: 'deviceCode', message })));
  return faults;
}
