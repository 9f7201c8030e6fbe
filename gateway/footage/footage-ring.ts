import { mkdirSync, readdirSync, renameSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Segment, parseSegmentName, segmentName } from './segment-name.js';

/** Directory, inside the ring's, in which ffmpeg writes the segments that are still open. */
const OPEN_DIRECTORY = 'open';

/** Options of {@link FootageRing}. */
export interface FootageRingOptions {
  readonly directory: string;
  /** How far back footage is kept, milliseconds; {@link FootageRing.keepFor} changes it. */
  readonly keepMs: number;
  /** Bytes of closed segments, at most; the oldest go first. */
  readonly maxBytes: number;
  /** Told of each segment that was deleted. */
  readonly onDeleted?: (segment: Segment) => void;
}

interface Waiter {
  readonly untilMs: number;
  readonly resolve: () => void;
}

/** The last minutes of one camera's own bitstream on disk, never re-encoded, found by capture time; it outlives a restart of the gateway. */
export class FootageRing {
  /** Closed segments in order of capture time. */
  private segments: Segment[] = [];
  private waiters: Waiter[] = [];
  private sessions = 0;
  private keepMs: number;

  constructor(private readonly options: FootageRingOptions) {
    this.keepMs = options.keepMs;
    mkdirSync(options.directory, { recursive: true });
    // What was open when the process ended has no known end; it cannot be placed in time.
    rmSync(join(options.directory, OPEN_DIRECTORY), { recursive: true, force: true });
    this.segments = readdirSync(options.directory)
      .flatMap((name) => {
        const parsed = parseSegmentName(name);
        const file = join(options.directory, name);
        return parsed === null ? [] : [{ ...parsed, file, sizeBytes: statSync(file).size }];
      })
      .sort((a, b) => a.startMs - b.startMs);
  }

  /** Makes an empty directory for the segments of one connection to the camera. */
  openSession(): string {
    this.sessions += 1;
    const directory = join(this.options.directory, OPEN_DIRECTORY, String(this.sessions));
    mkdirSync(directory, { recursive: true });
    return directory;
  }

  /** Takes over a segment that ffmpeg has closed. */
  add(openFile: string, times: Pick<Segment, 'startMs' | 'endMs' | 'startPtsUs'>): void {
    const file = join(this.options.directory, segmentName(times));
    renameSync(openFile, file);
    this.segments.push({ ...times, file, sizeBytes: statSync(file).size });
    this.segments.sort((a, b) => a.startMs - b.startMs);
    this.prune(times.endMs);
    this.waiters = this.waiters.filter((waiter) => {
      if (times.endMs < waiter.untilMs) return true;
      waiter.resolve();
      return false;
    });
  }

  /** Segments that hold any of the time between two moments, oldest first. */
  between(fromMs: number, toMs: number): readonly Segment[] {
    return this.segments.filter(({ startMs, endMs }) => startMs <= toMs && endMs > fromMs);
  }

  /** The segment that holds a moment, or the one nearest to it within `toleranceMs`; null when none does. */
  find(atMs: number, toleranceMs: number): Segment | null {
    // A segment's end is the beginning of the next.
    const distance = (segment: Segment) => Math.max(segment.startMs - atMs, atMs - segment.endMs + 1, 0);
    const [nearest] = [...this.segments].sort((a, b) => distance(a) - distance(b));
    return nearest !== undefined && distance(nearest) <= toleranceMs ? nearest : null;
  }

  /** Resolves when footage up to `untilMs` is on disk, or when `signal` gives up. */
  async reach(untilMs: number, signal: AbortSignal): Promise<void> {
    if ((this.segments.at(-1)?.endMs ?? 0) >= untilMs || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const waiter: Waiter = { untilMs, resolve };
      this.waiters.push(waiter);
      signal.addEventListener(
        'abort',
        () => {
          this.waiters = this.waiters.filter((other) => other !== waiter);
          resolve();
        },
        { once: true },
      );
    });
  }

  /** Keeps footage for another time from now on. */
  keepFor(keepMs: number): void {
    this.keepMs = keepMs;
  }

  /** Bytes of the closed segments. */
  get sizeBytes(): number {
    return this.segments.reduce((sum, segment) => sum + segment.sizeBytes, 0);
  }

  private prune(nowMs: number): void {
    let bytes = this.sizeBytes;
    while (this.segments.length > 1) {
      const [oldest] = this.segments;
      if (oldest === undefined) return;
      if (oldest.endMs >= nowMs - this.keepMs && bytes <= this.options.maxBytes) return;
      unlinkSync(oldest.file);
      this.options.onDeleted?.(oldest);
      bytes -= oldest.sizeBytes;
      this.segments.shift();
    }
  }
}
