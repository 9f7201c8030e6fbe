/** Standard normal deviate that leaves 2.5 % out at either end. */
const Z = 1.959963984540054;

/** A share that was counted, and the interval that holds its true value with 95 % certainty. */
export interface Proportion {
  readonly count: number;
  readonly of: number;
  /** `count / of`; null when nothing was counted. */
  readonly share: number | null;
  /** Wilson score interval, from 0 to 1; null when nothing was counted. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** A counted share with its 95 % interval by Wilson (1927, Journal of the American Statistical Association 22, 209-212). */
export function proportionOf(count: number, of: number): Proportion {
  if (of === 0) return { count, of, share: null, interval: null };
  const share = count / of;
  const weight = 1 / (1 + Z ** 2 / of);
  const centre = weight * (share + Z ** 2 / (2 * of));
  const half = weight * Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  return { count, of, share, interval: { low: Math.max(0, centre - half), high: Math.min(1, centre + half) } };
}

/** How many must be counted, all of them with success, before a share of at least `share` is shown with 95 % certainty. */
export function leastToShow(share: number): number {
  // The lower end of n out of n is n / (n + Z^2).
  return Math.ceil((Z ** 2 * share) / (1 - share));
}
