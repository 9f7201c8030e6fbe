import { Matter } from '@lamppost/contracts';

const DAY_MS = 86_400_000;
/** Days are counted where the town is; China has one zone and no summer time. */
const ZONE_MS = 8 * 3_600_000;

/** Cases of each matter on each day of a period, also on days without any. */
export interface StackedDays {
  /** As 2026-11-22, in their order. */
  readonly days: readonly string[];
  /** Matters with any case. */
  readonly series: readonly { readonly matter: Matter; readonly counts: readonly number[] }[];
}

function dayOf(atMs: number): string {
  return new Date(atMs + ZONE_MS).toISOString().slice(0, 10);
}

/** Lays out counts by day and matter. `toMs` is not included. */
export function stackDays(
  rows: readonly { readonly day?: string | undefined; readonly matter?: Matter | undefined; readonly cases: number }[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): StackedDays {
  const days: string[] = [];
  const last = dayOf(toMs - 1);
  for (let atMs = fromMs; days.at(-1) !== last && atMs < toMs + DAY_MS; atMs += DAY_MS) days.push(dayOf(atMs));
  const place = new Map(days.map((day, index) => [day, index]));
  const series = Matter.options.flatMap((matter) => {
    const counts = days.map(() => 0);
    for (const row of rows) {
      const index = row.matter === matter ? place.get(row.day ?? '') : undefined;
      if (index !== undefined) counts[index] = (counts[index] ?? 0) + row.cases;
    }
    return counts.some((count) => count > 0) ? [{ matter, counts }] : [];
  });
  return { days, series };
}
