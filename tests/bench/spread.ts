/** A figure that was measured several times. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** In the order in which they were measured. */
  readonly samples: readonly number[];
}

/** Value below which a share of the samples lies; between two of them, in proportion. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Median, least and greatest of some samples. */
export function spreadOf(samples: readonly number[]): Spread {
  return { median: quantile(samples, 0.5), low: Math.min(...samples), high: Math.max(...samples), samples };
}

/**
 * Measures several things in turn, over and over (A B A B ...), so that whatever else the machine does falls on all of them alike. Each is
 * done once before, unmeasured.
 *
 * @returns the results of each, in the order in which they came
 */
export async function alternate<Name extends string, Result>(
  rounds: number,
  sides: Readonly<Record<Name, () => Result | Promise<Result>>>,
): Promise<Record<Name, Result[]>> {
  const names = Object.keys(sides) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>;
  for (const name of names) await sides[name]();
  for (let round = 0; round < rounds; round += 1) for (const name of names) results[name].push(await sides[name]());
  return results;
}
