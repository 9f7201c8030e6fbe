import { ClockStatus, EpochMs, Factor, LinkStatus, Matter, RulesStatus, SensorFault } from '@lamppost/contracts';
import { z } from 'zod';

/** A violation that goes on. */
const OpenOnWall = z.object({
  ruleId: z.string(),
  matter: Matter,
  /** Camera or sensor that shows it. */
  sourceId: z.string(),
  zoneId: z.string().nullable(),
  lastSeenAtMs: EpochMs,
});

/** A camera, and how it is looked at. */
export const WallCamera = z.object({
  id: z.string(),
  /** Null of one that announced itself and went. */
  placeName: z.string().nullable(),
  link: LinkStatus,
  /** Looks per second over the last half minute; null before the first frame. */
  looks: z
    .object({
      /** What was looked at. */
      got: z.number().min(0),
      /** What should have been: fewer where nothing moves. */
      asked: z.number().min(0),
      /** From capture to the end of the last look, ms. */
      delayMs: z.number().min(0),
      /** Age of the newest frame that waits for its look, ms; 0 when none does. */
      waitingMs: z.number().min(0),
      /** Share of the frames in which something moved. */
      movingShare: z.number().min(0).max(1),
    })
    .nullable(),
  /** Capture time of the still that is shown; null while there is none. */
  stillAtMs: EpochMs.nullable(),
});
export type WallCamera = z.infer<typeof WallCamera>;

/** A monitor, and what it sent last. */
export const WallSensor = z.object({
  id: z.string(),
  placeName: z.string(),
  /** When the newest reading was measured; null when there is none. */
  newestAtMs: EpochMs.nullable(),
  latest: z.array(z.object({ factor: Factor, value: z.number(), atMs: EpochMs, isValid: z.boolean() })),
  faults: z.array(SensorFault),
});
export type WallSensor = z.infer<typeof WallSensor>;

/** All that the box says of itself and its devices. */
export const Wall = z.object({
  gatewayId: z.string(),
  version: z.string(),
  atMs: EpochMs,
  startedAtMs: EpochMs,
  broker: LinkStatus,
  cloud: LinkStatus,
  clock: ClockStatus,
  rules: RulesStatus.nullable(),
  cameras: z.array(WallCamera),
  sensors: z.array(WallSensor),
  open: z.array(OpenOnWall),
  packages: z.object({
    /** Violations whose package is still made. */
    pending: z.int().min(0),
    waiting: z.int().min(0),
    waitingBytes: z.number().min(0),
    oldestWaitingAtMs: EpochMs.nullable(),
    accepted: z.int().min(0),
    refused: z.int().min(0),
    lost: z.int().min(0),
    dropped: z.int().min(0),
  }),
  freeBytes: z.number().min(0),
  /** Bytes that are to stay free. */
  reserveBytes: z.number().min(0),
  /** What is short, or holds packages back, in words. */
  shortages: z.array(z.string()),
});
export type Wall = z.infer<typeof Wall>;
