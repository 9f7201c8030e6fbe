/** Time over which shares and rates are taken. */
const WINDOW_MS = 30_000;

/** What became of a frame. */
export type FrameOutcome =
  /** It was looked at. */
  | 'looked'
  /** A newer one took its place before its turn came. */
  | 'skipped'
  /** Nothing moved, and no look was due. */
  | 'resting'
  /** The look at it failed. */
  | 'failed';

/** How a camera is looked at, now. */
export interface ActivityFigures {
  /** Over the last half minute, like the shares. */
  readonly looksPerSecond: number;
  /** Share of the frames that were to be looked at and had to give way. */
  readonly skippedShare: number;
  /** Share of the frames in which something moved. */
  readonly movingShare: number;
  /** Time from capture to the end of the last look; 0 before the first. */
  readonly lookDelayMs: number;
  /** Age of the newest frame that waits for its look or is being looked at; 0 when there is none. */
  readonly waitingMs: number;
}

/** A sum that forgets. */
class FadingSum {
  private sum = 0;
  private atMs = 0;

  add(value: number, nowMs: number): void {
    this.sum = this.at(nowMs) + value;
    this.atMs = nowMs;
  }

  at(nowMs: number): number {
    return this.sum * Math.exp(-Math.max(0, nowMs - this.atMs) / WINDOW_MS);
  }
}

/** Follows how one camera is looked at. Times are the gateway's clock. */
export class CameraActivity {
  private readonly frames = new FadingSum();
  private readonly moving = new FadingSum();
  private readonly looks = new FadingSum();
  private readonly skips = new FadingSum();
  private newestAtMs: number | null = null;
  private lookDelayMs = 0;

  /** Notes a frame that came, by its capture time. */
  arrived(capturedAtMs: number): void {
    this.newestAtMs = capturedAtMs;
  }

  /** Notes what became of it. */
  settled(capturedAtMs: number, outcome: FrameOutcome, isMoving: boolean, nowMs: number): void {
    if (this.newestAtMs === capturedAtMs) this.newestAtMs = null;
    this.frames.add(1, nowMs);
    if (isMoving) this.moving.add(1, nowMs);
    if (outcome === 'skipped') this.skips.add(1, nowMs);
    if (outcome !== 'looked') return;
    this.looks.add(1, nowMs);
    this.lookDelayMs = Math.max(0, nowMs - capturedAtMs);
  }

  figures(nowMs: number): ActivityFigures {
    const share = (part: number, whole: number) => (whole <= 0 ? 0 : part / whole);
    const looks = this.looks.at(nowMs);
    const skips = this.skips.at(nowMs);
    return {
      looksPerSecond: (looks * 1000) / WINDOW_MS,
      skippedShare: share(skips, looks + skips),
      movingShare: share(this.moving.at(nowMs), this.frames.at(nowMs)),
      lookDelayMs: this.lookDelayMs,
      waitingMs: this.newestAtMs === null ? 0 : Math.max(0, nowMs - this.newestAtMs),
    };
  }
}
