import { z } from 'zod';

const fraction = z.number().min(0).max(1);

/** Axis-aligned box in fractions of the frame, origin top-left, 0 <= x1 < x2 <= 1 and 0 <= y1 < y2 <= 1. */
export const Box = z
  .strictObject({ x1: fraction, y1: fraction, x2: fraction, y2: fraction })
  .refine((box) => box.x1 < box.x2 && box.y1 < box.y2, 'x1 must be below x2, and y1 below y2');
export type Box = z.infer<typeof Box>;

/** Point in fractions of the frame, origin top-left: `[x, y]`, each from 0 to 1. */
export const Point = z.tuple([fraction, fraction]);
export type Point = z.infer<typeof Point>;

/** Simple polygon on a camera's picture: at least three points, closed by itself. */
export const Polygon = z.array(Point).min(3);
export type Polygon = z.infer<typeof Polygon>;

/** Place on the earth in degrees: WGS 84, or the datum a town uses throughout. */
export const Place = z.strictObject({
  lng: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  /** The place in words, as an officer would write it. */
  name: z.string().min(1).max(200),
});
export type Place = z.infer<typeof Place>;
