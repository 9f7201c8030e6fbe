/** How long the newest value has stood; plain data. Times are event time, epoch milliseconds. */
export interface FlatLine {
  readonly newestMs: number;
  readonly value: number;
  /** Latest time at which the value is known to have been another, or to be unknown. */
  readonly otherMs: number;
}

/** Readings further apart than this say nothing of the time between them. */
const MAX_GAP_MS = 1_800_000;

/**
 * Follows one factor. Pure. The state depends on which readings came, not on their order, so duplicates and late ones change nothing that
 * they would not have changed in their place.
 *
 * @param before null before the first reading
 */
export function followFlatLine(before: FlatLine | null, atMs: number, value: number): FlatLine {
  if (before === null) return { newestMs: atMs, value, otherMs: atMs };
  if (atMs > before.newestMs) {
    const hasChanged = value !== before.value;
    const isAfterGap = atMs - before.newestMs > MAX_GAP_MS;
    return { newestMs: atMs, value, otherMs: isAfterGap ? atMs : hasChanged ? before.newestMs : before.otherMs };
  }
  return value === before.value || atMs <= before.otherMs ? before : { ...before, otherMs: atMs };
}

/** How long the newest value has stood, milliseconds. */
export function flatForMs({ newestMs, otherMs }: FlatLine): number {
  return newestMs - otherMs;
}
