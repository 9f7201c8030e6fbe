import type { AccessUnit, AccessUnitListener, AccessUnitSource } from '@lamppost/device-sim';

const RTP_CLOCK = 90_000;
/** How often it is looked whether a picture is due. */
const TICK_MS = 5;

/** Plays encoded pictures as a camera would, in real time, over and over: nothing is encoded while others are measured. */
export class ReplaySource implements AccessUnitSource {
  readonly #units: readonly Omit<AccessUnit, 'pts90k'>[];
  readonly #listeners = new Set<AccessUnitListener>();
  readonly #startedMs = performance.now();
  #timer: NodeJS.Timeout | null = null;
  #next: number;

  /**
   * @param units - one round of pictures, the first a key frame
   * @param first - which of them comes first, so that several cameras do not all show the same
   */
  constructor(
    units: readonly Omit<AccessUnit, 'pts90k'>[],
    readonly framesPerSecond: number,
    readonly first: number,
  ) {
    this.#units = units;
    this.#next = 0;
  }

  subscribe(listener: AccessUnitListener): () => void {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => {
      this.#play();
    }, TICK_MS);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  #play(): void {
    const due = Math.floor(((performance.now() - this.#startedMs) / 1000) * this.framesPerSecond);
    for (; this.#next <= due; this.#next += 1) {
      const unit = this.#units[(this.first + this.#next) % this.#units.length];
      if (unit === undefined) return;
      const pts90k = Math.round((this.#next * RTP_CLOCK) / this.framesPerSecond);
      for (const listener of this.#listeners) listener.onAccessUnit({ ...unit, pts90k });
    }
  }
}
