import type { Segment } from '../footage/segment-name.js';
import type { Deletion } from './deletion-log.js';

/** Adds up what leaves the rings, so that the log says once in a while from when to when footage of each camera went. */
export class FootageDeletions {
  private readonly sums = new Map<string, Deletion & { fromMs: number; toMs: number }>();

  /** Takes a segment that was deleted. */
  add(cameraId: string, { startMs, endMs, sizeBytes }: Segment): void {
    const sum = this.sums.get(cameraId);
    this.sums.set(cameraId, {
      ...{ what: 'footage', name: cameraId, reason: 'ring' },
      files: (sum?.files ?? 0) + 1,
      bytes: (sum?.bytes ?? 0) + sizeBytes,
      fromMs: Math.min(sum?.fromMs ?? startMs, startMs),
      toMs: Math.max(sum?.toMs ?? endMs, endMs),
    });
  }

  /** Gives what was added since the last time, one for each camera. */
  take(): Deletion[] {
    const taken = [...this.sums.values()];
    this.sums.clear();
    return taken;
  }
}
