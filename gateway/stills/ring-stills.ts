import type { Clock } from '../clock.js';
import { planMask } from '../evidence/mask-plan.js';
import { maskPicture } from '../evidence/mask-picture.js';
import { decodePicture, toShownJpeg } from '../evidence/raw-picture.js';
import { type StillSight, seePicture } from '../evidence/see-picture.js';
import { extractStill } from '../footage/extract-still.js';
import type { FootageRings } from '../footage/footage-rings.js';
import { ownLine } from './own-line.js';

/** A still that was made is given again for so long. */
const FRESH_MS = 5_000;
/** The newest footage is at most so old, or the camera has shown nothing for long. */
const OLDEST_MS = 10 * 60_000;

/** A still at the camera's own resolution. */
export interface MaskedStill {
  readonly jpeg: Buffer;
  readonly capturedAtMs: number;
}

/** Options of {@link RingStills}. */
export interface RingStillsOptions {
  readonly rings: Pick<FootageRings, 'of'>;
  readonly sight: StillSight;
  readonly ffmpegPath: string;
  readonly clock: Clock;
}

/** Stills of the newest footage in which heads and plates are masked: one is made at a time, for it is looked through in tiles. */
export class RingStills {
  private readonly made = new Map<string, { readonly atMs: number; readonly still: Promise<MaskedStill | null> }>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: RingStillsOptions) {}

  /** The newest still of a camera; null where its ring holds none. */
  async newest(cameraId: string): Promise<MaskedStill | null> {
    const nowMs = this.options.clock.nowMs();
    const known = this.made.get(cameraId);
    if (known !== undefined && Math.abs(nowMs - known.atMs) < FRESH_MS) return known.still;
    const still = this.turn.then(async () => this.make(cameraId, nowMs));
    this.turn = still.catch(() => undefined);
    this.made.set(cameraId, { atMs: nowMs, still });
    return still;
  }

  private async make(cameraId: string, nowMs: number): Promise<MaskedStill | null> {
    const { rings, sight, ffmpegPath } = this.options;
    const still = await extractStill(nowMs, { ring: rings.of(cameraId), ffmpegPath, toleranceMs: OLDEST_MS });
    if (still === null) return null;
    const seen = await seePicture(still.jpeg, still.capturedAtMs, ownLine(sight, '.still'));
    const picture = await decodePicture(still.jpeg);
    const masked = await maskPicture(picture, planMask(seen, null, picture.width / picture.height));
    return { jpeg: await toShownJpeg(masked), capturedAtMs: still.capturedAtMs };
  }
}
