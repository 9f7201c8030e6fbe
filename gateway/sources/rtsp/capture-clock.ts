/** A picture that seems to come from further ahead than this shows that the stream's clock was set anew, in milliseconds. */
const JUMP_MS = 5_000;
/** So far do the time stamps of a stream run back when it sends pictures that lie between others behind those. */
const REORDER_MS = 2_000;
/** Window over which the earliest arrival is kept: long enough to outlast bursts, short enough to follow the drift of a camera's clock. */
const WINDOW_MS = 60_000;
const SLICES = 6;

interface Slice {
  readonly fromMs: number;
  offsetMs: number;
}

/**
 * Turns a stream's own time stamps into capture times of the gateway's clock. A picture can only arrive late, never early, so the smallest
 * difference between arrival and time stamp over the last minute is the best estimate of the offset between the two clocks; bursts and
 * stalls of the network then do not show in the capture times, nor does the time that a picture waits to be decoded, and the drift of the
 * camera's clock is bounded by the window.
 */
export class CaptureClock {
  private slices: Slice[] = [];
  private lastCaptureMs = 0;
  private lastPtsMs = -Infinity;

  /** Times that the stream's clock jumped and the estimate began anew. */
  jumps = 0;

  /** Notes that the encoded picture with time stamp `ptsMs` came at `arrivalMs`. */
  arrived(ptsMs: number, arrivalMs: number): void {
    const offsetMs = arrivalMs - ptsMs;
    const known = this.offset();
    // Late is no jump, however late: after a stall the pictures that waited come in a burst, with good time stamps.
    if (known !== null && (offsetMs < known - JUMP_MS || ptsMs < this.lastPtsMs - REORDER_MS)) {
      this.slices = [];
      this.lastPtsMs = -Infinity;
      this.jumps += 1;
      // The gateway's own clock was set back: times go on from there, rather than stand still until it has caught up.
      if (arrivalMs < this.lastCaptureMs - JUMP_MS) this.lastCaptureMs = arrivalMs;
    }
    this.lastPtsMs = Math.max(this.lastPtsMs, ptsMs);
    const current = this.slices.at(-1);
    if (current === undefined || arrivalMs - current.fromMs >= WINDOW_MS / SLICES) {
      this.slices.push({ fromMs: arrivalMs, offsetMs });
      if (this.slices.length > SLICES) this.slices.shift();
    } else {
      current.offsetMs = Math.min(current.offsetMs, offsetMs);
    }
  }

  /**
   * Capture time of a frame with time stamp `ptsMs` that was decoded at `nowMs`, which it cannot lie behind; never before that of the frame
   * before it, unless the clock was set back.
   */
  capturedAt(ptsMs: number, nowMs: number): number {
    const capturedAtMs = Math.min(nowMs, this.atPts(ptsMs) ?? nowMs);
    this.lastCaptureMs = Math.max(this.lastCaptureMs, capturedAtMs);
    return this.lastCaptureMs;
  }

  /** Capture time of a time stamp of the stream; null before the first picture. */
  atPts(ptsMs: number): number | null {
    const offsetMs = this.offset();
    return offsetMs === null ? null : Math.round(ptsMs + offsetMs);
  }

  private offset(): number | null {
    return this.slices.length === 0 ? null : Math.min(...this.slices.map((slice) => slice.offsetMs));
  }
}
