import { join } from 'node:path';
import { FootageRing, type FootageRingOptions } from './footage-ring.js';

/** The rings of all cameras, each made when it is first asked for; a camera's footage stays when the camera goes. */
export class FootageRings {
  private readonly rings = new Map<string, FootageRing>();

  constructor(private readonly options: FootageRingOptions) {}

  /** The ring of one camera. */
  of(cameraId: string): FootageRing {
    const known = this.rings.get(cameraId);
    if (known !== undefined) return known;
    const ring = new FootageRing({ ...this.options, directory: join(this.options.directory, cameraId) });
    this.rings.set(cameraId, ring);
    return ring;
  }
}
