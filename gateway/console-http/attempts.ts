import type { Clock } from '../clock.js';

/** Sources that are remembered, at most; the one that was seen first is forgotten. */
const MOST_SOURCES = 10_000;

/** Options of {@link Attempts}. */
export interface AttemptsOptions {
  readonly clock: Clock;
  readonly most: number;
  /** A stretch of time that begins with the first attempt. */
  readonly withinMs: number;
}

/** Bounds guessing: each attempt of a source is counted before it is judged, so that many at once count as many. */
export class Attempts {
  private readonly taken = new Map<string, { readonly sinceMs: number; count: number }>();

  constructor(private readonly options: AttemptsOptions) {}

  /** Counts an attempt. Seconds until the source may try again when it has none left; 0 when this one may go on. */
  take(source: string): number {
    const { clock, most, withinMs } = this.options;
    const nowMs = clock.nowMs();
    const known = this.taken.get(source);
    if (known === undefined || nowMs - known.sinceMs >= withinMs) {
      this.taken.delete(source);
      this.taken.set(source, { sinceMs: nowMs, count: 1 });
      const [oldest] = this.taken.keys();
      if (this.taken.size > MOST_SOURCES && oldest !== undefined) this.taken.delete(oldest);
      return 0;
    }
    known.count += 1;
    return known.count <= most ? 0 : Math.max(1, Math.ceil((known.sinceMs + withinMs - nowMs) / 1000));
  }

  /** Forgets the attempts of a source, because one of them succeeded. */
  forgive(source: string): void {
    this.taken.delete(source);
  }
}
