import {
  type ClockStatus,
  type GatewayReport,
  type GatewayStatus,
  type LinkStatus,
  MAX_REPORTED,
  type SensorFault,
} from '@lamppost/contracts';

const MAX_WORDS = 500;
const MAX_FAULTS = 32;
const MAX_SHORTAGES = 8;
const MAX_VERSION = 64;

/** What a report is made of. */
export interface ReportFacts {
  readonly status: Extract<GatewayStatus, { state: 'online' }>;
  readonly broker: LinkStatus;
  /** Monitors of the configuration: those without a fault are well. */
  readonly sensorIds: readonly string[];
  readonly clock: ClockStatus;
  /** When the violation of the oldest waiting package was told; null when none waits. */
  readonly oldestWaitingAtMs: number | null;
  /** What is short, or holds packages back, in words. */
  readonly shortages: readonly string[];
  readonly startedAtMs: number;
}

function cutLink({ state, sinceMs, reason }: LinkStatus): LinkStatus {
  return { state, sinceMs, reason: reason === null ? null : reason.slice(0, MAX_WORDS) };
}

function cutFault(fault: SensorFault): SensorFault {
  return { ...fault, detail: fault.detail.slice(0, MAX_WORDS) };
}

/** Writes a report that the cloud takes, whatever stands on the board: lists and words that are too long are cut. */
export function buildReport(facts: ReportFacts): GatewayReport {
  const { status, broker, sensorIds, clock, oldestWaitingAtMs, shortages, startedAtMs } = facts;
  const { atMs, version, cameras, sensorFaults, packagesWaiting, rules } = status;
  // Those that need somebody first: with too many, the well ones are left out.
  const byNeed = Object.entries(cameras).sort(([, a], [, b]) => Number(a.state === 'up') - Number(b.state === 'up'));
  const faulty = Object.entries(sensorFaults);
  const well = sensorIds.filter((sensorId) => sensorFaults[sensorId] === undefined);
  const sensors = [...faulty, ...well.map((sensorId) => [sensorId, []] as const)];
  return {
    ...{ atMs, startedAtMs, version: version.slice(0, MAX_VERSION), clock, broker: cutLink(broker) },
    cameras: Object.fromEntries(byNeed.slice(0, MAX_REPORTED).map(([cameraId, link]) => [cameraId, cutLink(link)])),
    sensors: Object.fromEntries(
      sensors.slice(0, MAX_REPORTED).map(([sensorId, faults]) => [sensorId, faults.slice(0, MAX_FAULTS).map(cutFault)]),
    ),
    ...{ packagesWaiting, oldestWaitingAtMs },
    shortages: shortages.slice(0, MAX_SHORTAGES).map((words) => words.slice(0, MAX_WORDS)),
    ...(rules === undefined ? {} : { rules }),
  };
}
