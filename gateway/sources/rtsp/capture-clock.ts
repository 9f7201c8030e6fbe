/** A frame that seems to come from further ahead than this shows that the stream's clock was set anew, in milliseconds. */
const JUMP_MS = 5_000;
/** Window over which the earliest arrival is kept: long enough to outlast bursts, short enough to follow the drift of a camera's clock. */
const WINDOW_MS = 60_000;
const SLICES = 6;

interface Slice {
  readonly fromMs: number;
  offsetMs: number;
}

/**
 * Turns a stream's own time stamps into capture times of the gateway's clock. A frame can only arrive late, never early, so the smallest
 * difference between arrival and time stamp over the last minute is the best estimate of the offset between the two clocks; bursts and
 * stalls of the network then do not show in the capture times, and the drift of the camera's clock is bounded by the window.
 */
export class CaptureClock {
  private slices: Slice[] = [];
  private lastCaptureMs = 0;
  private lastPtsMs = -Infinity;

  /** Times that the stream's clock jumped and the estimate began anew. */
  jumps = 0;

  /** Capture time of a frame with time stamp `ptsMs` that came at `arrivalMs`; never before that of the frame before it, unless the clock was set back. */
  capturedAt(ptsMs: number, arrivalMs: number): number {
    const offsetMs = arrivalMs - ptsMs;
    const known = this.offset();
    // Late is no jump, however late: after a stall the frames that waited come in a burst, with good time stamps.
    if (known !== null && (offsetMs < known - JUMP_MS || ptsMs < this.lastPtsMs)) {
      this.slices = [];
      this.jumps += 1;
      // The gateway's own clock was set back: times go on from there, rather than stand still until it has caught up.
      if (arrivalMs < this.lastCaptureMs - JUMP_MS) this.lastCaptureMs = arrivalMs;
    }
    this.lastPtsMs = ptsMs;
    const current = this.slices.at(-1);
    if (current === undefined || arrivalMs - current.fromMs >= WINDOW_MS / SLICES) {
      this.slices.push({ fromMs: arrivalMs, offsetMs });
      if (this.slices.length > SLICES) this.slices.shift();
    } else {
      current.offsetMs = Math.min(current.offsetMs, offsetMs);
    }
    this.lastCaptureMs = Math.max(this.lastCaptureMs, Math.round(ptsMs + (this.offset() ?? offsetMs)));
    return this.lastCaptureMs;
  }

  /** Capture time of a time stamp of the stream; null before the first frame. */
  atPts(ptsMs: number): number | null {
    const offsetMs = this.offset();
    return offsetMs === null ? null : Math.round(ptsMs + offsetMs);
  }

  private offset(): number | null {
    return this.slices.length === 0 ? null : Math.min(...this.slices.map((slice) => slice.offsetMs));
  }
}
