/** Ticks of the RTP clock for H.264 in a millisecond (RFC 6184: 90 kHz). */
const TICKS_PER_MS = 90;
/** Farthest that an evened-out time may be from the wall clock. */
const MAX_DRIFT_MS = 250;
/** Share of the remaining distance to the wall clock that each picture makes up. */
const PULL = 0.1;

/**
 * Gives each picture of a stream its time: evenly spaced like a camera's, and never farther than 0.25 s from the wall clock. Pictures that
 * come late because the machine is busy are not given times that they would have had.
 */
export class RtpClock {
  readonly #step: number;
  #last: number | null = null;

  constructor(framesPerSecond: number) {
    this.#step = (1000 * TICKS_PER_MS) / framesPerSecond;
  }

  /** Time of the next picture, later than the one before it, in ticks of 90 kHz since 1970. */
  next(nowMs: number): number {
    const wall = Math.round(nowMs * TICKS_PER_MS);
    if (this.#last === null) return (this.#last = wall);
    const even = this.#last + this.#step;
    const drift = wall - even;
    const time = Math.abs(drift) > MAX_DRIFT_MS * TICKS_PER_MS ? wall : even + drift * PULL;
    return (this.#last = Math.max(Math.round(time), this.#last + 1));
  }
}
