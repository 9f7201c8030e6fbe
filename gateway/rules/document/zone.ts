import { Polygon, Slug } from '@lamppost/contracts';
import { z } from 'zod';

/** What an area is. */
const ZoneKind = z.enum([
  'road',
  'sidewalk',
  'fire-lane',
  'bus-lane',
  'alley',
  'square',
  'yard',
  'site',
  'field',
  'other',
]);

/**
 * How strictly a town keeps a road free of trade. `banned` (严禁): no vending point excuses. `controlled` (严控) and `regulated` (规范): a
 * vending point excuses within its hours and up to its capacity.
 */
const ZoneTier = z.enum(['banned', 'controlled', 'regulated']);

/** An area on one camera's picture. */
export const Zone = z.strictObject({
  id: Slug,
  /** The place in words, for messages and leads; the ID where there is none. */
  name: z.string().min(1).max(100).nullable().default(null),
  camera: Slug,
  polygon: Polygon,
  kind: ZoneKind.default('other'),
  tier: ZoneTier.default('controlled'),
});
export type Zone = z.infer<typeof Zone>;
