import type { GatewayReport } from '@lamppost/contracts';
import type { Generated, JSONColumnType } from 'kysely';
import type { DeviceHealth, DeviceKind, LegalRecord, MissingCondition } from '../devices/device.js';
import type { DeviceAlarmKind } from '../devices/alarms/device-alarm.js';

/** The register of devices: gateways, and what is connected to them. */
export interface DevicesTable {
  device_number: Generated<number>;
  /** `gateway_id`, or `gateway_id.source_id`. */
  device_id: string;
  gateway_id: string;
  /** Null for the gateway itself. */
  source_id: string | null;
  kind: DeviceKind;
  /** GB/T 28181 ID; no two devices in use have the same. */
  device_code: string | null;
  name: string;
  lng: number;
  lat: number;
  place_name: string;
  bearing_deg: number | null;
  grid: string | null;
  bureau_id: string | null;
  area_id: string | null;
  model: string | null;
  serial: string | null;
  mn: string | null;
  legal: JSONColumnType<LegalRecord[]>;
  version: number;
  /** As of the last report, or the last minute. */
  health: DeviceHealth;
  /** What is missing today, by name. */
  missing: MissingCondition['condition'][];
  created_at_ms: number;
  changed_at_ms: number;
  retired_at_ms: number | null;
  retired_reason: string | null;
}

/** The last report of each gateway. */
export interface GatewayReportsTable {
  gateway_id: string;
  received_at_ms: number;
  report: JSONColumnType<GatewayReport>;
}

/** Keys that were revoked and are used all the same. */
export interface RevokedKnocksTable {
  key_id: string;
  gateway_id: string;
  last_at_ms: number;
  /** Minutes in which it was used, at least once each. */
  minutes: number;
}

/** What is wrong with a device, from when it was found until it was gone. */
export interface DeviceAlarmsTable {
  alarm_number: Generated<number>;
  device_id: string;
  gateway_id: string;
  source_id: string | null;
  kind: DeviceAlarmKind;
  /** Which of several of the kind: the fault, or the condition; empty where there is one alone. */
  about: string;
  what: JSONColumnType<Record<string, string | number | null>>;
  bureau_id: string | null;
  area_id: string | null;
  opened_at_ms: number;
  /** Null while it goes on. */
  closed_at_ms: number | null;
}

/** The tables of devices and their health. */
export interface DeviceTables {
  devices: DevicesTable;
  gateway_reports: GatewayReportsTable;
  revoked_knocks: RevokedKnocksTable;
  device_alarms: DeviceAlarmsTable;
}
