import { z } from 'zod';
import { EpochMs, Sha256Hex, Slug } from './identifiers.js';
import { SensorFault } from './sensor-fault.js';

/** State of one link of the gateway, with the reason in words while it is down. */
export const LinkStatus = z.strictObject({
  state: z.enum(['up', 'connecting', 'down']),
  sinceMs: EpochMs,
  reason: z.string().max(500).nullable(),
});
export type LinkStatus = z.infer<typeof LinkStatus>;

/** The rules that a gateway judges by. */
export const RulesStatus = z.strictObject({
  /** Hash of the document, as evidence carries it. */
  sha256: Sha256Hex,
  /** The operator's own name for it; null when it has none. */
  version: z.string().max(64).nullable(),
  /** Since when they are judged by. */
  sinceMs: EpochMs,
  /** The newest content of the rule file, while it cannot be used: its first problem with file, line and mend. The old rules stay. */
  refused: z.strictObject({ atMs: EpochMs, problem: z.string().max(500), problems: z.int().min(1) }).nullable(),
});
export type RulesStatus = z.infer<typeof RulesStatus>;

/** Retained payload of `lamppost/v1/{gatewayId}/status`; the broker sends `{"state":"offline"}` as the gateway's last will. */
export const GatewayStatus = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('online'),
    atMs: EpochMs,
    version: z.string(),
    cloud: LinkStatus,
    cameras: z.record(Slug, LinkStatus),
    /** Monitors that need a visit, with what is wrong; the others are left out. */
    sensorFaults: z.record(Slug, z.array(SensorFault)),
    /** Evidence packages on the box that have no receipt yet. */
    packagesWaiting: z.int().min(0),
    /** What is short of space on the box, in words; gateways from before they could give packages up do not say it. */
    shortages: z.array(z.string().max(500)).max(8).optional(),
    /** Gateways from before rules could change do not say it. */
    rules: RulesStatus.optional(),
  }),
  z.strictObject({ state: z.literal('offline') }),
]);
export type GatewayStatus = z.infer<typeof GatewayStatus>;
