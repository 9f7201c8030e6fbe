import { join } from 'node:path';
import { FootageRing, type FootageRingOptions } from './footage-ring.js';
import type { Segment } from './segment-name.js';

/** Options of {@link FootageRings}. */
export interface FootageRingsOptions extends Omit<FootageRingOptions, 'onDeleted'> {
  /** Told of each segment that was deleted. */
  readonly onDeleted?: (cameraId: string, segment: Segment) => void;
}

/** The rings of all cameras, each made when it is first asked for; a camera's footage stays when the camera goes. */
export class FootageRings {
  private readonly rings = new Map<string, FootageRing>();

  private keepMs: number;

  constructor(private readonly options: FootageRingsOptions) {
    this.keepMs = options.keepMs;
  }

  /** Keeps the footage of all cameras for another time from now on, milliseconds. */
  keepFor(keepMs: number): void {
    this.keepMs = keepMs;
    for (const ring of this.rings.values()) ring.keepFor(keepMs);
  }

  /** The ring of one camera. */
  of(cameraId: string): FootageRing {
    const known = this.rings.get(cameraId);
    if (known !== undefined) return known;
    const { onDeleted } = this.options;
    const ring = new FootageRing({
      ...this.options,
      onDeleted: (segment) => onDeleted?.(cameraId, segment),
      keepMs: this.keepMs,
      directory: join(this.options.directory, cameraId),
    });
    this.rings.set(cameraId, ring);
    return ring;
  }
}
