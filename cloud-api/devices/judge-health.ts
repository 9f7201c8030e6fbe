import type { GatewayReport } from '@lamppost/contracts';
import type { DeviceHealth, DeviceKind } from './device.js';

const MINUTE_MS = 60_000;

/** What is known of a gateway. */
export interface HeardGateway {
  readonly receivedAtMs: number;
  readonly report: GatewayReport;
}

/** Whether a gateway was not heard of for so long that its last report says nothing of now. */
export function isSilent(
  { receivedAtMs }: Pick<HeardGateway, 'receivedAtMs'>,
  at: { nowMs: number; silentMinutes: number },
): boolean {
  return at.nowMs - receivedAtMs > at.silentMinutes * MINUTE_MS;
}

/** How a device is by a report that just came. */
export function judgeReport({ kind, sourceId }: JudgedDevice, report: GatewayReport): DeviceHealth {
  switch (kind) {
    case 'gateway': {
      const { broker, clock, shortages, rules } = report;
      const isWell =
        broker.state === 'up' &&
        clock.synchronised !== false &&
        shortages.length === 0 &&
        (rules?.refused ?? null) === null;
      return isWell ? 'well' : 'faulty';
    }
    case 'camera': {
      const state = report.cameras[sourceId ?? '']?.state;
      return state === undefined ? 'unknown' : state === 'up' ? 'well' : 'faulty';
    }
    case 'monitor': {
      const faults = report.sensors[sourceId ?? ''];
      return faults === undefined ? 'unknown' : faults.length === 0 ? 'well' : 'faulty';
    }
    case 'speaker':
      // Gateways say nothing of loudspeakers; whether a reminder was heard stands with the reminder.
      return 'unknown';
  }
}

/** A device that a report may speak of. */
export interface JudgedDevice {
  readonly kind: DeviceKind;
  readonly sourceId: string | null;
}

/** How a device is, by the last report of its gateway. */
export function judgeHealth(
  device: JudgedDevice,
  heard: HeardGateway | null,
  at: { readonly nowMs: number; readonly silentMinutes: number },
): DeviceHealth {
  if (heard === null) return 'unknown';
  return isSilent(heard, at) ? 'silent' : judgeReport(device, heard.report);
}
