import { EpochMs } from '@lamppost/contracts';
import { z } from 'zod';
import { EventType } from './event.js';

/** `waiting` for its next attempt, `sent`, or `dead`: given up, until somebody asks for it again. */
export const DeliveryState = z.enum(['waiting', 'sent', 'dead']);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** An event on its way to a webhook. */
export const Delivery = z.object({
  deliveryNumber: z.int().min(1),
  /** The receiver knows an event that comes again by it. */
  eventId: z.string(),
  type: EventType,
  queuedAtMs: EpochMs,
  state: DeliveryState,
  attempts: z.int().min(0),
  nextAttemptAtMs: EpochMs.nullable(),
  lastFailure: z.string().nullable(),
  settledAtMs: EpochMs.nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

/** A page of deliveries, newest first; `nextCursor` is null on the last page. */
export const DeliveryPage = z.object({ deliveries: z.array(Delivery), nextCursor: z.string().nullable() });
export type DeliveryPage = z.infer<typeof DeliveryPage>;
