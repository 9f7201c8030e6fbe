import { EpochMs } from '@lamppost/contracts';
import { z } from 'zod';
import { Moment, compareMoments } from './moment.js';

/** Moments that may wait in one lane; above it the oldest are judged before their time, in their order. */
export const MAX_PENDING = 4_096;

/**
 * A source that is further behind the newest of its lane holds nothing back, whether time ticks or not: more than a sensor's clock may run
 * ahead.
 */
export const MAX_BEHIND_MS = 360_000;

/** What a lane holds back until nothing older can come any more. Plain data. */
export const LaneBuffer = z.strictObject({
  /** For each source of the lane, in its order: its latest event time, and the tick before its last event. Null: nothing came yet. */
  heard: z.array(z.strictObject({ newestMs: EpochMs, tickMs: EpochMs.nullable() }).nullable()).readonly(),
  /** What is older than this is late; what is not, has not been judged yet. Null before the first event. */
  watermarkMs: EpochMs.nullable(),
  /** In the order of {@link compareMoments}. */
  pending: z.array(Moment).readonly(),
});
export type LaneBuffer = z.infer<typeof LaneBuffer>;

const NOTHING: readonly Moment[] = [];

/** A lane before its first event. */
export function emptyBuffer(sources: number): LaneBuffer {
  return { heard: Array.from({ length: sources }, () => null), watermarkMs: null, pending: [] };
}

/** What a lane gives out. */
export interface Released {
  readonly buffer: LaneBuffer;
  /** To be judged now, in this order. */
  readonly ready: readonly Moment[];
  /** How many of them were judged before their time, because too many waited. */
  readonly hurried: number;
}

/** What became of an event in a lane. */
export type BufferAnswer = Released & { readonly fate: 'taken' | 'late' | 'duplicate' };

/** What comes into a lane. */
export interface Offer {
  /** Place of its source in the lane. */
  readonly source: number;
  readonly atMs: number;
  /** Null when nothing in the lane judges the event: it then only tells that its source is heard. */
  readonly moment: Moment | null;
  /** Time of the last tick, by the gateway's clock; null before the first. */
  readonly tickMs: number | null;
}

/**
 * Takes an event into a lane, and gives out what is older than the watermark: the newest time of the source that is furthest behind, less
 * `toleranceMs`, for so long may an event be overtaken by others. A source that nothing was heard of for as long holds nothing back. With
 * 0, each event is judged at once, and one at or before the last is late. Pure.
 */
export function offer(buffer: LaneBuffer, event: Offer, toleranceMs: number): BufferAnswer {
  const { source, atMs, moment, tickMs } = event;
  const { watermarkMs } = buffer;
  if (watermarkMs !== null && atMs < watermarkMs)
    return { buffer: { ...buffer, heard: hear(buffer.heard, event) }, ready: NOTHING, hurried: 0, fate: 'late' };
  const at = moment === null ? 0 : placeOf(buffer.pending, moment);
  const before = at === 0 ? undefined : buffer.pending[at - 1];
  if (moment !== null && before?.atMs === atMs && compareMoments(before, moment) === 0)
    return { buffer, ready: NOTHING, hurried: 0, fate: 'duplicate' };
  if (toleranceMs === 0 && buffer.heard.length === 1) {
    const heard = [{ newestMs: atMs, tickMs }];
    const ready = moment === null ? NOTHING : [moment];
    return { buffer: { heard, watermarkMs: atMs + 1, pending: NOTHING }, ready, hurried: 0, fate: 'taken' };
  }
  const pending = moment === null ? buffer.pending : insert(buffer.pending, at, moment);
  return release({ heard: hear(buffer.heard, { source, atMs, tickMs }), watermarkMs, pending }, tickMs, toleranceMs);
}

function insert(pending: readonly Moment[], at: number, moment: Moment): readonly Moment[] {
  if (pending.length === 0) return [moment];
  return at === pending.length ? [...pending, moment] : pending.toSpliced(at, 0, moment);
}

/** Gives out what waits for sources that have been silent up to this tick. Differences of its clock are used alone, so it may be wrong. Pure. */
export function tick(buffer: LaneBuffer, tickMs: number, toleranceMs: number): Released {
  // Nothing ticked before the source was heard, or the clock was set back since: its silence is counted from now on.
  const isUnknown = buffer.heard.some((one) => one !== null && (one.tickMs === null || one.tickMs > tickMs));
  const heard = isUnknown
    ? buffer.heard.map((one) =>
        one !== null && (one.tickMs === null || one.tickMs > tickMs) ? { ...one, tickMs } : one,
      )
    : buffer.heard;
  if (buffer.pending.length === 0)
    return { buffer: isUnknown ? { ...buffer, heard } : buffer, ready: NOTHING, hurried: 0 };
  return release({ ...buffer, heard }, tickMs, toleranceMs);
}

/** Gives out all that waits and begins anew: the clock of a source was set back to `atMs`. Pure. */
export function setBack(buffer: LaneBuffer, source: number, atMs: number, tickMs: number | null): Released {
  const heard = buffer.heard.with(source, { newestMs: atMs, tickMs });
  return { buffer: { heard, watermarkMs: null, pending: [] }, ready: buffer.pending, hurried: 0 };
}

function hear(
  before: LaneBuffer['heard'],
  { source, atMs, tickMs }: Pick<Offer, 'source' | 'atMs' | 'tickMs'>,
): LaneBuffer['heard'] {
  const one = { newestMs: Math.max(atMs, before[source]?.newestMs ?? 0), tickMs };
  if (before.length === 1) return [one];
  const heard = before.slice();
  heard[source] = one;
  return heard;
}

function release({ heard, pending, ...buffer }: LaneBuffer, tickMs: number | null, toleranceMs: number): BufferAnswer {
  const watermarkMs = Math.max(buffer.watermarkMs ?? 0, furthestBehind(heard, tickMs, toleranceMs));
  let count = 0;
  while (count < pending.length && (pending[count]?.atMs ?? Infinity) < watermarkMs) count += 1;
  const hurried = Math.max(0, pending.length - count - MAX_PENDING);
  const taken = count + hurried;
  if (taken === 0) return { buffer: { heard, watermarkMs, pending }, ready: NOTHING, hurried, fate: 'taken' };
  const lastMs = hurried === 0 ? 0 : (pending[taken - 1]?.atMs ?? 0) + 1;
  return {
    buffer: { heard, watermarkMs: Math.max(watermarkMs, lastMs), pending: pending.slice(taken) },
    ready: pending.slice(0, taken),
    hurried,
    fate: 'taken',
  };
}

function furthestBehind(heard: LaneBuffer['heard'], tickMs: number | null, toleranceMs: number): number {
  let behind = Infinity;
  let newest = 0;
  for (const one of heard) {
    if (one === null) continue;
    newest = Math.max(newest, one.newestMs);
    const isSilent = tickMs !== null && one.tickMs !== null && tickMs - one.tickMs >= Math.max(1, toleranceMs);
    if (!isSilent) behind = Math.min(behind, one.newestMs);
  }
  // All are silent: what waits is all there is.
  return behind === Infinity ? newest + 1 : Math.max(0, behind - toleranceMs, newest - MAX_BEHIND_MS - toleranceMs);
}

/** How many pending moments come before or are the same as this one. */
function placeOf(pending: readonly Moment[], moment: Moment): number {
  let low = 0;
  let high = pending.length;
  // Most come after all that wait.
  if (high === 0 || (pending[high - 1]?.atMs ?? Infinity) < moment.atMs) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = pending[middle];
    if (other !== undefined && compareMoments(other, moment) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
