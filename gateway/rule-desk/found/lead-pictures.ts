import type { Box, Polygon, Subject } from '@lamppost/contracts';
import { drawMarks } from '../../evidence/draw-marks.js';
import { planBlindMask, planMask } from '../../evidence/mask-plan.js';
import { maskPicture } from '../../evidence/mask-picture.js';
import { decodePicture, sharpOf, toShownJpeg } from '../../evidence/raw-picture.js';
import { type StillSight, seePicture } from '../../evidence/see-picture.js';
import type { PackageMedia } from '../../evidence/seal-package.js';
import { extractStill } from '../../footage/extract-still.js';
import type { FootageRings } from '../../footage/footage-rings.js';
import type { FoundStore } from './found-store.js';

/** How far from the wanted moment a picture may lie. */
const TOLERANCE_MS = 2_000;
/** Width of a kept picture, pixels: enough to see what it was about. */
const KEPT_WIDTH = 960;
const KEPT_QUALITY = 78;
/** Its looks take the place of nobody else's. */
const LINE = '.rule-desk';
/** Copies that show most of a violation, the best first. */
const BEST = ['overlay', 'masked', 'close-up', 'composite'] as const;

/** Options of {@link LeadPictures}. */
export interface LeadPicturesOptions {
  readonly store: FoundStore;
  readonly rings: Pick<FootageRings, 'of'>;
  readonly ffmpegPath: string;
  readonly sight: StillSight;
}

/** What a picture is wanted of. */
export interface WantedPicture {
  readonly violationId: string;
  readonly cameraId: string | null;
  readonly atMs: number;
  readonly subject: Subject | null;
  readonly zone: Polygon | null;
}

/** Pictures of what rules found or would find, in which nobody uninvolved is to be known. */
export class LeadPictures {
  #queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: LeadPicturesOptions) {}

  /** Keeps a small copy of what a sealed package shows; its originals leave the box. */
  async keep(violationId: string, shown: readonly PackageMedia[]): Promise<void> {
    const best = BEST.map((role) => shown.findLast((file) => file.role === role)).find((file) => file !== undefined);
    if (best === undefined) return;
    const picture = await decodePicture(best.bytes);
    const small = sharpOf(picture).resize({ width: KEPT_WIDTH, withoutEnlargement: true });
    const jpeg = await small.jpeg({ quality: KEPT_QUALITY }).toBuffer();
    this.options.store.addPicture(violationId, best.capturedAtMs, jpeg);
  }

  /** The kept one, or one out of the footage that is still there; null when the footage is gone. */
  async find(wanted: WantedPicture): Promise<Buffer | null> {
    const kept = this.options.store.picture(wanted.violationId);
    if (kept !== null) return kept.jpeg;
    // One at a time: the detector that masks it has other work.
    const made = this.#queue.then(async () => this.#make(wanted));
    this.#queue = made.catch(() => undefined);
    return made;
  }

  async #make({ cameraId, atMs, subject, zone }: WantedPicture): Promise<Buffer | null> {
    if (cameraId === null) return null;
    const { rings, ffmpegPath, sight } = this.options;
    const still = await extractStill(atMs, { ring: rings.of(cameraId), ffmpegPath, toleranceMs: TOLERANCE_MS });
    if (still === null) return null;
    const picture = await decodePicture(still.jpeg);
    const seen = await seePicture(still.jpeg, still.capturedAtMs, sight, LINE).catch(() => null);
    const plan = seen === null ? planBlindMask(subject) : planMask(seen, subject, picture.width / picture.height);
    const box: Box | null = subject?.box ?? null;
    return toShownJpeg(await drawMarks(await maskPicture(picture, plan), { subject: box, zone }));
  }
}
