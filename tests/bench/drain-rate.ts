/** How many had come at a time, by one clock. */
export interface Progress {
  readonly atMs: number;
  readonly count: number;
}

/** The time at which so many had come, between two moments in proportion; null when they never did. */
function timeOf(progress: readonly Progress[], count: number): number | null {
  const after = progress.findIndex((each) => each.count >= count);
  const [before, now] = [progress[after - 1], progress[after]];
  if (before === undefined || now === undefined) return null;
  return before.atMs + ((now.atMs - before.atMs) * (count - before.count)) / (now.count - before.count);
}

/**
 * How many came a second, from the first tenth to the last: without connecting, and without what waits for the last message.
 *
 * @throws Error when they did not all come
 */
export function drainRate(progress: readonly Progress[], total: number): number {
  const [from, to] = [timeOf(progress, 0.1 * total), timeOf(progress, 0.9 * total)];
  if (from === null || to === null || (progress.at(-1)?.count ?? 0) < total)
    throw new Error(`${progress.at(-1)?.count ?? 0} of ${total} came`);
  return (0.8 * total * 1000) / (to - from);
}
