/** A month in Beijing, as a partition holds it. */
export interface Month {
  /** As it stands in names of partitions: `2026_03`. */
  readonly name: string;
  /** Milliseconds since 1970: its first one, and that of the month after. */
  readonly fromMs: number;
  readonly toMs: number;
}

// Cases are numbered by days in Beijing, so the months are those of Beijing too. It has had no summer time since 1991.
const BEIJING_MS = 8 * 3_600_000;

/** The month in Beijing that a moment falls in, or one so many months `later`. */
export function monthOf(atMs: number, later = 0): Month {
  const at = new Date(atMs + BEIJING_MS);
  const startOf = (month: number) => Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + month, 1);
  return {
    name: new Date(startOf(later)).toISOString().slice(0, 7).replace('-', '_'),
    fromMs: startOf(later) - BEIJING_MS,
    toMs: startOf(later + 1) - BEIJING_MS,
  };
}
