import { GridCode, Slug } from '@lamppost/contracts';
import { z } from 'zod';

const Position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).rest(z.number());
const Ring = z
  .array(Position)
  .min(4)
  .refine((ring) => ring[0]?.[0] === ring.at(-1)?.[0] && ring[0]?.[1] === ring.at(-1)?.[1], {
    message: 'a ring ends where it begins (RFC 7946)',
  });
const Polygon = z.array(Ring).min(1);

/** Shape of an area (RFC 7946): `[lng, lat]` in degrees, in the datum that the places of the cameras have. Inner rings are holes. */
export const AreaGeometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: Polygon }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(Polygon).min(1) }),
]);
export type AreaGeometry = z.infer<typeof AreaGeometry>;

/** An area that power lists name. */
export const Area = z.strictObject({ areaId: Slug, name: z.string().trim().min(1).max(200), geometry: AreaGeometry });
export type Area = z.infer<typeof Area>;

/** A unit grid with its outline. */
export const Grid = z.strictObject({ grid: GridCode, name: z.string().trim().min(1).max(200), geometry: AreaGeometry });
export type Grid = z.infer<typeof Grid>;

/** A bureau that cases go to. */
export const Bureau = z.strictObject({
  bureauId: Slug,
  nameZh: z.string().trim().min(1).max(200),
  nameEn: z.string().trim().min(1).max(200).nullable(),
});
export type Bureau = z.infer<typeof Bureau>;

function isDay(text: string): boolean {
  const atMs = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(atMs) && new Date(atMs).toISOString().startsWith(text);
}

/** A day in Beijing, `YYYY-MM-DD`. */
export const Day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a day, as in 2026-03-01')
  .refine(isDay, 'a day that is in the calendar');
