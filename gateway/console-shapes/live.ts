import { Box, EpochMs, Matter, Polygon } from '@lamppost/contracts';
import { z } from 'zod';

/** A zone on a camera's picture, with what is judged in it. */
export const LiveZone = z.object({
  id: z.string(),
  name: z.string().nullable(),
  polygon: Polygon,
  rules: z.array(z.object({ id: z.string(), matter: Matter })),
});
export type LiveZone = z.infer<typeof LiveZone>;

/** An object that is followed. */
export const LiveTrack = z.object({
  trackId: z.int(),
  label: z.string(),
  box: Box,
  /** Whether this look saw it. */
  isVisible: z.boolean(),
  /** Since when it has stood still; null while it moves. */
  standingSinceMs: EpochMs.nullable(),
  /** The zone that it stands in, and when the strictest rule there is met if it goes on standing; null where none watches it. */
  due: z.object({ zoneId: z.string(), ruleId: z.string(), atMs: EpochMs }).nullable(),
  /** Whether a violation of it goes on. */
  isOpen: z.boolean(),
});
export type LiveTrack = z.infer<typeof LiveTrack>;

/** What the box says on the socket of a live picture, between the binary messages that hold MPEG-1. */
export const LiveMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('zones'), zones: z.array(LiveZone) }),
  /** A stream begins: its first picture was captured at this time. */
  z.object({ kind: z.literal('start'), anchorMs: EpochMs }),
  z.object({
    kind: z.literal('look'),
    atMs: EpochMs,
    tracks: z.array(LiveTrack),
    fires: z.array(Box),
    smokes: z.array(Box),
  }),
  /** The connection to the camera is down; the stream starts anew when it is back. */
  z.object({ kind: z.literal('gone') }),
  /** The picture cannot be made, while the camera may be there. */
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]);
export type LiveMessage = z.infer<typeof LiveMessage>;
