/** What is kept of one camera in a {@link LookQueue}. */
interface CameraLine<T> {
  isInWork: boolean;
  waiting: T | null;
}

/**
 * Who is looked at next. Each camera has at most one item in work and one waiting; a newer item takes the place of the waiting one.
 * Cameras take turns in the order in which they began to wait, so that a fast camera does not starve a slow one.
 */
export class LookQueue<T> {
  // A Map keeps the order of insertion; a camera leaves it when it has nothing left, and so goes to the end of the line.
  readonly #lines = new Map<string, CameraLine<T>>();

  /** Cameras that have an item waiting. */
  get waiting(): number {
    return [...this.#lines.values()].filter((line) => line.waiting !== null).length;
  }

  /** Puts an item in line and returns the waiting one that it replaced, if any. */
  offer(cameraId: string, item: T): T | null {
    const line = this.#lines.get(cameraId) ?? { isInWork: false, waiting: null };
    const replaced = line.waiting;
    line.waiting = item;
    this.#lines.set(cameraId, line);
    return replaced;
  }

  /** Takes the next item whose camera has none in work; null when there is none. Its camera is in work until {@link finish}. */
  take(): T | null {
    for (const [cameraId, line] of this.#lines) {
      if (line.isInWork || line.waiting === null) continue;
      const item = line.waiting;
      this.#lines.delete(cameraId);
      this.#lines.set(cameraId, { isInWork: true, waiting: null });
      return item;
    }
    return null;
  }

  /** Says that the camera's item in work is done. */
  finish(cameraId: string): void {
    const line = this.#lines.get(cameraId);
    if (line === undefined) return;
    line.isInWork = false;
    if (line.waiting === null) this.#lines.delete(cameraId);
  }

  /** Takes out everything that waits. */
  drain(): T[] {
    const items = [...this.#lines.values()].flatMap((line) => (line.waiting === null ? [] : [line.waiting]));
    this.#lines.clear();
    return items;
  }
}
