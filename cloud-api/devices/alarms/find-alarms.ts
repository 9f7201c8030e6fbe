import type { DeviceKind, LegalRecord } from '../device.js';
import { LegalCondition } from '../device.js';
import type { DeviceSettings } from '../device-settings.js';
import { isSilent, type HeardGateway } from '../judge-health.js';
import { lastDayOf } from '../missing-conditions.js';
import { routingDay } from '../../jurisdiction/jurisdiction-store.js';
import type { AlarmFacts, DeviceAlarmKind } from './device-alarm.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Alarms that one gateway may have at a time. */
const MOST_OF_GATEWAY = 1_000;

/** A device of the register, as far as alarms go. */
export interface WatchedDevice {
  readonly sourceId: string | null;
  readonly kind: DeviceKind;
  readonly legal: readonly LegalRecord[];
  readonly isRetired: boolean;
}

/** All that is known of a gateway and what is connected to it. */
export interface WatchedGateway {
  /** When the key that it has now was enrolled; null while it has none. */
  readonly enrolledAtMs: number | null;
  readonly heard: HeardGateway | null;
  /** Packages that were refused of late; null where none was. */
  readonly refused: { readonly count: number; readonly code: string } | null;
  /** When a revoked key was last used; null where none was of late. */
  readonly knockedAtMs: number | null;
  readonly devices: readonly WatchedDevice[];
}

/** Something that goes on. */
export interface FoundAlarm {
  /** Null: the gateway itself. */
  readonly sourceId: string | null;
  readonly kind: DeviceAlarmKind;
  readonly about: string;
  readonly what: AlarmFacts;
}

/** Kinds that only a report can end: of a silent gateway nobody knows. */
const BY_REPORT = new Set<DeviceAlarmKind>(['gateway-short', 'camera-down', 'sensor-fault']);

/** What goes on, and which alarms nobody can tell of now. */
export interface FoundAlarms {
  readonly alarms: readonly FoundAlarm[];
  readonly isUnknown: (kind: DeviceAlarmKind) => boolean;
}

function findInReport({ report }: HeardGateway, { downMinutes }: DeviceSettings): FoundAlarm[] {
  const { cameras, sensors, shortages, atMs } = report;
  const [shortage] = shortages;
  const down = Object.entries(cameras).filter(
    ([, { state, sinceMs }]) => state !== 'up' && atMs - sinceMs >= downMinutes * MINUTE_MS,
  );
  return [
    ...(shortage === undefined
      ? []
      : [{ sourceId: null, kind: 'gateway-short' as const, about: '', what: { shortage } }]),
    ...down.map(([sourceId, { sinceMs, reason }]) => ({
      ...{ sourceId, kind: 'camera-down' as const, about: '' },
      what: { sinceMs, reason },
    })),
    ...Object.entries(sensors).flatMap(([sourceId, faults]) =>
      faults.map(({ kind, factor, sinceMs, detail }) => ({
        ...{ sourceId, kind: 'sensor-fault' as const, about: factor === null ? kind : `${kind} ${factor}` },
        what: { sinceMs, detail },
      })),
    ),
  ];
}

function findCertificates({ sourceId, legal }: WatchedDevice, settings: DeviceSettings, nowMs: number): FoundAlarm[] {
  const today = routingDay(nowMs);
  const soon = routingDay(nowMs + settings.expiringDays * DAY_MS);
  return LegalCondition.options.flatMap((about): FoundAlarm[] => {
    const until = lastDayOf(about, legal);
    if (until === null || until > soon) return [];
    const kind = until < today ? ('certificate-expired' as const) : ('certificate-expiring' as const);
    return [{ sourceId, kind, about, what: { until } }];
  });
}

/** What of a gateway and its devices somebody has to look after now. */
export function findAlarms(watched: WatchedGateway, settings: DeviceSettings, nowMs: number): FoundAlarms {
  const { enrolledAtMs, heard, refused, knockedAtMs, devices } = watched;
  const retired = new Set(devices.filter(({ isRetired }) => isRetired).map(({ sourceId }) => sourceId));
  const isExpected = enrolledAtMs !== null && !retired.has(null);
  const at = { nowMs, silentMinutes: settings.silentMinutes };
  const lastMs = Math.max(enrolledAtMs ?? 0, heard?.receivedAtMs ?? 0);
  const isDark = isExpected && isSilent({ receivedAtMs: lastMs }, at);
  const isHeard = isExpected && heard !== null && !isSilent(heard, at);
  const all: FoundAlarm[] = [
    ...(isDark
      ? [{ ...{ sourceId: null, kind: 'gateway-silent' as const, about: '' }, what: { sinceMs: lastMs } }]
      : []),
    ...(isHeard ? findInReport(heard, settings) : []),
    ...devices.flatMap((device) => findCertificates(device, settings, nowMs)),
    ...(refused === null
      ? []
      : [{ ...{ sourceId: null, kind: 'packages-refused' as const, about: '' }, what: { ...refused } }]),
  ];
  const alarms = all.filter(({ sourceId }) => !retired.has(sourceId));
  // A box that was taken out of use and speaks is told of all the more.
  if (knockedAtMs !== null)
    alarms.push({ ...{ sourceId: null, kind: 'revoked-key', about: '' }, what: { atMs: knockedAtMs } });
  // What a gateway says twice is one alarm, and what it makes up is bounded.
  const once = new Map(alarms.map((alarm) => [JSON.stringify([alarm.sourceId, alarm.kind, alarm.about]), alarm]));
  return {
    alarms: [...once.values()].slice(0, MOST_OF_GATEWAY),
    isUnknown: (kind) => isExpected && !isHeard && BY_REPORT.has(kind),
  };
}
