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
 * Measures several things in turn, over and over (A B A B ...), so that whatever else the machine does falls on all of them alike.
 *
 * @param firstMeasured - 1 when each is done once before, unmeasured, to get warm; 0 when it needs no warming
 * @returns the results of each, in the order in which they came
 */
export async function alternate<Sides extends Readonly<Record<string, () => unknown>>>(
  rounds: number,
  sides: Sides,
  firstMeasured: 0 | 1 = 1,
): Promise<{ [Name in keyof Sides]: Awaited<ReturnType<Sides[Name]>>[] }> {
  const names: (keyof Sides)[] = Object.keys(sides);
  const results = Object.fromEntries(names.map((name) => [name, [] as unknown[]]));
  for (let round = 0; round < rounds + firstMeasured; round += 1)
    for (const name of names) {
      const result = await sides[name]?.();
      if (round >= firstMeasured) results[name as string]?.push(result);
    }
  return results as { [Name in keyof Sides]: Awaited<ReturnType<Sides[Name]>>[] };
}
