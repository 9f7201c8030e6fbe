import { z } from 'zod';
import { EpochMs, Slug } from './identifiers.js';
import { SensorFault } from './sensor-fault.js';

/** State of one link of the gateway, with the reason in words while it is down. */
export const LinkStatus = z.strictObject({
  state: z.enum(['up', 'connecting', 'down']),
  sinceMs: EpochMs,
  reason: z.string().max(500).nullable(),
});
export type LinkStatus = z.infer<typeof LinkStatus>;

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
  }),
  z.strictObject({ state: z.literal('offline') }),
]);
export type GatewayStatus = z.infer<typeof GatewayStatus>;
