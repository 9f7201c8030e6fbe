import { z } from 'zod';

/** Standard normal deviate that leaves 2.5 % out at either end. */
const Z = 1.959963984540054;

const share = z.number().min(0).max(1);

/** A share that was counted, and the interval that holds its true value with 95 % certainty. */
export const Proportion = z.object({
  count: z.int().min(0),
  of: z.int().min(0),
  /** `count / of`; null when nothing was counted. */
  share: share.nullable(),
  interval: z.object({ low: share, high: share }).nullable(),
});
export type Proportion = z.infer<typeof Proportion>;

/** A counted share with its 95 % interval by Wilson (1927, Journal of the American Statistical Association 22, 209-212). */
export function proportionOf(count: number, of: number): Proportion {
  if (of === 0) return { count, of, share: null, interval: null };
  const found = count / of;
  const weight = 1 / (1 + Z ** 2 / of);
  const centre = weight * (found + Z ** 2 / (2 * of));
  const half = weight * Z * Math.sqrt((found * (1 - found)) / of + Z ** 2 / (4 * of ** 2));
  return { count, of, share: found, interval: { low: Math.max(0, centre - half), high: Math.min(1, centre + half) } };
}
