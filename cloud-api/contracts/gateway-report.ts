import { z } from 'zod';
import { ClockStatus } from './evidence-manifest.js';
import { LinkStatus, RulesStatus } from './gateway-status.js';
import { EpochMs, Slug } from './identifiers.js';
import { SensorFault } from './sensor-fault.js';

/** Devices of a kind that a report names, at most; a gateway with more leaves the rest out. */
export const MAX_REPORTED = 256;

/** What a gateway has by name, at most {@link MAX_REPORTED}. */
function ofDevices<Shape extends z.ZodType>(shape: Shape) {
  return z
    .record(Slug, shape)
    .refine((devices) => Object.keys(devices).length <= MAX_REPORTED, `at most ${MAX_REPORTED} devices`);
}

/**
 * How a gateway is, as it tells the cloud every minute and at once when a link, a fault or its rules change. It is the state now: a report
 * that was lost is not sent again. What a newer gateway says beyond this is passed over, so that gateways may be renewed before the cloud. The cloud
 * keeps the last one: whatever is added here must be optional.
 */
export const GatewayReport = z.object({
  /** When it was written, by the gateway's clock. */
  atMs: EpochMs,
  /** Since when the program runs, by the gateway's clock. */
  startedAtMs: EpochMs,
  version: z.string().min(1).max(64),
  clock: ClockStatus,
  broker: LinkStatus,
  /** Its cameras, by the source ID that packages name them by. */
  cameras: ofDevices(LinkStatus),
  /** Its monitors, each with the faults that go on: none when all is well. */
  sensors: ofDevices(z.array(SensorFault).max(32)),
  /** Evidence packages on the box that have no receipt yet. */
  packagesWaiting: z.int().min(0),
  /** When the violation of the oldest of them was told; null when none waits. */
  oldestWaitingAtMs: EpochMs.nullable(),
  /** What is short of space, or held back, in words. */
  shortages: z.array(z.string().max(500)).max(8),
  rules: RulesStatus.optional(),
});
export type GatewayReport = z.infer<typeof GatewayReport>;

/** What the cloud answers to a report. A gateway passes over what it does not know in it. */
export const GatewayReportAnswer = z.object({ receivedAtMs: EpochMs });
export type GatewayReportAnswer = z.infer<typeof GatewayReportAnswer>;
