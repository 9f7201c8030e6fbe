import { Polygon, Slug } from '@lamppost/contracts';
import { z } from 'zod';

/** An area on one camera's picture. */
export const Zone = z.strictObject({ id: Slug, camera: Slug, polygon: Polygon });
export type Zone = z.infer<typeof Zone>;
