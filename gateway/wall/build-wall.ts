import { type ClockStatus, type GatewayStatus, type LinkStatus, isValidReading } from '@lamppost/contracts';
import type { Wall } from '../console-shapes/wall.js';
import type { GatewayConfig } from '../config/gateway-config.js';
import type { ActivityFigures } from '../pipeline/camera-activity.js';
import type { OngoingViolation } from '../rules/open-violations.js';
import type { DeviceRegistry } from '../sources/device-registry.js';
import type { SpoolCounts } from '../spool/spool-options.js';
import type { LatestReadings } from './latest-readings.js';

/** What the wall is made of, as it stands now. */
export interface WallFacts {
  readonly config: Pick<GatewayConfig, 'gatewayId' | 'sensors' | 'diskReserveBytes'>;
  readonly startedAtMs: number;
  readonly status: Extract<GatewayStatus, { state: 'online' }>;
  readonly broker: LinkStatus;
  readonly clock: ClockStatus;
  readonly registry: Pick<DeviceRegistry, 'describe'>;
  readonly figures: ReadonlyMap<string, ActivityFigures>;
  readonly open: readonly OngoingViolation[];
  readonly spool: SpoolCounts;
  readonly latest: Pick<LatestReadings, 'of'>;
  /** Capture time of a camera's newest still; null while there is none. */
  readonly stillAtMs: (cameraId: string) => number | null;
  /** What holds packages back, in words. */
  readonly shortages: readonly string[];
}

/** What was asked for: what was looked at, and what had to give way. */
function looksOf({ looksPerSecond, skippedShare, lookDelayMs, waitingMs, movingShare }: ActivityFigures) {
  return {
    got: looksPerSecond,
    asked: skippedShare < 1 ? looksPerSecond / (1 - skippedShare) : looksPerSecond,
    ...{ delayMs: lookDelayMs, waitingMs, movingShare },
  };
}

/** Puts the wall together. Pure. */
export function buildWall(facts: WallFacts): Wall {
  const { config, status, registry, figures, spool, latest } = facts;
  const { atMs, version, cloud, rules } = status;
  return {
    gatewayId: config.gatewayId,
    ...{ version, atMs, startedAtMs: facts.startedAtMs },
    ...{ broker: facts.broker, cloud, clock: facts.clock, rules: rules ?? null },
    cameras: Object.entries(status.cameras)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([id, link]) => {
        const activity = figures.get(id);
        return {
          ...{ id, link, placeName: registry.describe(id)?.place.name ?? null },
          looks: activity === undefined ? null : looksOf(activity),
          stillAtMs: facts.stillAtMs(id),
        };
      }),
    sensors: config.sensors.map(({ id, place }) => {
      const readings = latest.of(id, atMs);
      return {
        ...{ id, placeName: place.name },
        newestAtMs: readings.length === 0 ? null : Math.max(...readings.map(({ measuredAtMs }) => measuredAtMs)),
        latest: readings.map((reading) => ({
          factor: reading.factor,
          value: reading.value,
          atMs: reading.measuredAtMs,
          isValid: isValidReading(reading),
        })),
        faults: status.sensorFaults[id] ?? [],
      };
    }),
    open: facts.open.map(({ ruleId, matter, sourceId, zoneId, lastSeenAtMs }) => ({
      ...{ ruleId, matter, sourceId, zoneId, lastSeenAtMs },
    })),
    packages: {
      ...{ pending: spool.pending, waiting: spool.waiting, waitingBytes: spool.waitingBytes },
      oldestWaitingAtMs: spool.oldestWaitingMs,
      ...{ accepted: spool.accepted, refused: spool.refused, lost: spool.lost, dropped: spool.dropped },
    },
    ...{ freeBytes: spool.freeBytes, reserveBytes: config.diskReserveBytes, shortages: [...facts.shortages] },
  };
}
