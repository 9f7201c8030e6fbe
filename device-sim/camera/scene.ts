import { Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { BACKGROUND_NAMES } from './drawing/backgrounds.js';
import { PAINT_NAMES } from './drawing/draw-car.js';
import { LOOK_NAMES } from './drawing/draw-person.js';
import { GOODS_NAMES } from './drawing/draw-stall.js';

/** Where an actor's feet or wheels are at a time; fractions of the picture, beyond 0 and 1 outside of it. */
export const Waypoint = z.strictObject({
  /** Seconds of the scenario; negative for a way that began before it. */
  at: z.number().min(-90),
  x: z.number().min(-1).max(2),
  y: z.number().min(-1).max(2),
});
export type Waypoint = z.infer<typeof Waypoint>;

const Path = z
  .array(Waypoint)
  .min(1)
  .refine(
    (path) => path.every((waypoint, index) => index === 0 || waypoint.at > (path[index - 1]?.at ?? 0)),
    'the times (at) must grow from one waypoint to the next',
  );

const common = {
  /** Way in straight lines; it appears at the first waypoint's time, and stays at the last waypoint unless `leavesAt` or `everySeconds` is given. */
  path: Path,
  /** When it is gone, in seconds. */
  leavesAt: z.number().optional(),
  /** Loudspeaker that it obeys: it is gone two seconds after that has spoken. */
  leavesWhenTold: Slug.optional(),
  /** The whole way is gone again and again with this period; the actor is gone between. */
  everySeconds: z.number().min(1).optional(),
  /** Size as a multiple of the natural one (a car is 300 px long, a person 250 px tall, of a picture of 1280x720). */
  scale: z.number().min(0.1).max(3).default(1),
};
/** Which way it looks; the way it moves unless told. */
const facing = z.enum(['left', 'right']).optional();

/** Something in a scene, with its time line. */
export const Actor = z
  .discriminatedUnion('draw', [
    z.strictObject({ draw: z.literal('car'), paint: z.enum(PAINT_NAMES), facing, ...common }),
    z.strictObject({ draw: z.literal('truck'), paint: z.enum(PAINT_NAMES), facing, ...common }),
    z.strictObject({ draw: z.literal('person'), look: z.enum(LOOK_NAMES), facing, ...common }),
    z.strictObject({ draw: z.literal('stall'), goods: z.enum(GOODS_NAMES), ...common }),
    z.strictObject({ draw: z.literal('crates'), ...common }),
    z.strictObject({ draw: z.literal('fire'), ...common }),
    z.strictObject({ draw: z.literal('smoke'), ...common }),
    z.strictObject({
      draw: z.literal('dust'),
      /** How long the veil takes to reach its full density. */
      growsForSeconds: z.number().min(1).default(24),
      ...common,
    }),
  ])
  .refine(
    ({ everySeconds, path }) =>
      everySeconds === undefined || (path.at(-1)?.at ?? 0) - (path[0]?.at ?? 0) <= everySeconds,
    'everySeconds must be at least as long as the path takes',
  );
export type Actor = z.infer<typeof Actor>;

/** What a drawn camera sees: a place, and actors; those lower in the picture stand before the others. */
export const Scene = z.strictObject({
  background: z.enum(BACKGROUND_NAMES),
  actors: z.array(Actor).max(60),
});
export type Scene = z.infer<typeof Scene>;
