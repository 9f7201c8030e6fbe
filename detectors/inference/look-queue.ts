/** When an item should have its turn. */
export interface LookTerms {
  /** When it is offered, by any clock that never runs backwards. */
  readonly atMs: number;
  /** Longest time that should pass from the last look at the camera to this one. */
  readonly withinMs: number;
}

interface Waiting<T> {
  readonly item: T;
  readonly atMs: number;
  readonly deadlineMs: number;
}

/** What is kept of one camera in a {@link LookQueue}. */
interface CameraLine<T> {
  isInWork: boolean;
  waiting: Waiting<T> | null;
  /** When the item was offered that was taken last; null before the first. */
  lastAtMs: number | null;
  /** When the first item was offered. */
  readonly firstAtMs: number;
}

/** A camera that offered nothing for this long is forgotten. */
const FORGET_AFTER_MS = 60_000;

/**
 * Who is looked at next: the camera whose look is due first, `withinMs` after its last. As each look puts a camera's next one off, none
 * waits longer than its own time and one look at each of the others, however many there are; and those that may wait least go first.
 *
 * Each camera has at most one item in work and one waiting; a newer item takes the place of the waiting one.
 */
export class LookQueue<T> {
  readonly #lines = new Map<string, CameraLine<T>>();

  /** Cameras that have an item waiting. */
  get waiting(): number {
    return [...this.#lines.values()].filter((line) => line.waiting !== null).length;
  }

  /** Puts an item in line and returns the waiting one that it replaced, if any. */
  offer(cameraId: string, item: T, { atMs, withinMs }: LookTerms): T | null {
    this.#forget(atMs);
    const line = this.#lines.get(cameraId) ?? { isInWork: false, waiting: null, lastAtMs: null, firstAtMs: atMs };
    this.#lines.set(cameraId, line);
    const replaced = line.waiting?.item ?? null;
    line.waiting = { item, atMs, deadlineMs: line.lastAtMs === null ? line.firstAtMs : line.lastAtMs + withinMs };
    return replaced;
  }

  /** Takes the next item whose camera has none in work; null when there is none. Its camera is in work until {@link finish}. */
  take(): T | null {
    let next: CameraLine<T> | null = null;
    let first = Infinity;
    for (const line of this.#lines.values()) {
      if (line.isInWork || line.waiting === null || line.waiting.deadlineMs >= first) continue;
      next = line;
      first = line.waiting.deadlineMs;
    }
    if (next?.waiting == null) return null;
    const { item, atMs } = next.waiting;
    next.isInWork = true;
    next.waiting = null;
    next.lastAtMs = atMs;
    return item;
  }

  /** Says that the camera's item in work is done. */
  finish(cameraId: string): void {
    const line = this.#lines.get(cameraId);
    if (line !== undefined) line.isInWork = false;
  }

  /** Takes out everything that waits. */
  drain(): T[] {
    const items = [...this.#lines.values()].flatMap(({ waiting }) => (waiting === null ? [] : [waiting.item]));
    this.#lines.clear();
    return items;
  }

  #forget(nowMs: number): void {
    for (const [cameraId, { isInWork, waiting, lastAtMs }] of this.#lines)
      if (!isInWork && waiting === null && (lastAtMs ?? nowMs) < nowMs - FORGET_AFTER_MS) this.#lines.delete(cameraId);
  }
}
