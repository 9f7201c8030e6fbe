import { z } from 'zod';
import { Sha256Hex } from './identifiers.js';

/** Most packages that are asked for at a time. */
export const MAX_WANTED = 256;

/** Packages of a gateway of which the cloud has the part before the clip, and of which somebody waits for the rest. */
export const WantedPackages = z.strictObject({ digests: z.array(Sha256Hex).max(MAX_WANTED) });
export type WantedPackages = z.infer<typeof WantedPackages>;
