import {
  type InferencePool,
  type Look,
  type ModelCard,
  intersectionOverUnion,
  loadModelCards,
  loadPlateCards,
} from '@lamppost/detectors';
import sharp from 'sharp';
import type { LoadedModel, Models, TriedPicture } from '../console-shapes/models.js';
import { type Seen, seePicture } from '../evidence/see-picture.js';
import { ownLine } from '../stills/own-line.js';

/** Pixels of a picture that is tried, at most: three bytes each are held in memory. */
const MOST_PIXELS = 40_000_000;
/** Where the same thing was seen in several tiles, boxes that overlap so are one. */
const SAME_OVERLAP = 0.5;

/** Options of {@link ModelDesk}. */
export interface ModelDeskOptions {
  readonly pool: Pick<InferencePool, 'look' | 'frameSize' | 'models' | 'stats'>;
  /** Looks per second at all cameras together. */
  readonly looksPerSecond: () => number;
  readonly elapsed: () => number;
}

/** What came of a picture that was to be tried. */
export type TryResult =
  | { readonly status: 'seen'; readonly tried: TriedPicture }
  | { readonly status: 'unreadable'; readonly reason: string }
  | { readonly status: 'busy' };

/** The models that are loaded, and a place to try a picture at: nothing of it is kept. */
export class ModelDesk {
  private cards: Promise<readonly ModelCard[]> | null = null;
  private isTrying = false;

  constructor(private readonly options: ModelDeskOptions) {}

  /** The models, their cards and their speed. */
  async models(): Promise<Models> {
    const { pool, looksPerSecond } = this.options;
    this.cards ??= Promise.all([loadModelCards(), loadPlateCards()]).then((cards) => cards.flat());
    const cards = await this.cards;
    const plates = cards.filter(({ sha256 }) => !pool.models.some((model) => model.sha256 === sha256));
    const { threads, looked, skipped, failed, elapsedMs } = pool.stats();
    return {
      models: [...pool.models, ...plates].map(({ name, sha256 }) => toLoaded(name, sha256, cards)),
      speed: {
        ...{ threads, looked, skipped, failed, ...pool.frameSize },
        meanMs: looked === 0 ? null : elapsedMs / looked,
        looksPerSecond: looksPerSecond(),
      },
    };
  }

  /** Looks at a picture, JPEG or PNG, as at a still of evidence: as a whole, and in tiles. One at a time. */
  async try(bytes: Buffer): Promise<TryResult> {
    if (this.isTrying) return { status: 'busy' };
    this.isTrying = true;
    try {
      return await this.look(bytes);
    } finally {
      this.isTrying = false;
    }
  }

  private async look(bytes: Buffer): Promise<TryResult> {
    let upright: { data: Buffer; info: { width: number; height: number } };
    try {
      const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
      const { format } = await picture.metadata();
      if (format !== 'jpeg' && format !== 'png')
        return { status: 'unreadable', reason: `a ${format} file; give JPEG or PNG` };
      // As people see it: cameras note how they were held.
      upright = await picture.rotate().removeAlpha().jpeg({ quality: 95 }).toBuffer({ resolveWithObject: true });
    } catch (error) {
      return { status: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
    }
    const looks: Look[] = [];
    const startedMs = this.options.elapsed();
    const seen = await seePicture(
      upright.data,
      0,
      ownLine(this.options.pool, '.try', (look) => looks.push(look)),
    );
    // The first look is at the whole.
    const hazard = looks[0]?.hazard ?? null;
    return {
      status: 'seen',
      tried: {
        ...{ width: upright.info.width, height: upright.info.height },
        elapsedMs: this.options.elapsed() - startedMs,
        seen: onceEach(seen),
        fire: hazard === null ? null : Math.max(0, ...hazard.fire),
        smoke: hazard === null ? null : Math.max(0, ...hazard.smoke),
      },
    };
  }
}

function toLoaded(name: string, sha256: string, cards: readonly ModelCard[]): LoadedModel {
  const card = cards.find((one) => one.sha256 === sha256);
  if (card === undefined) return { name, sha256, card: null };
  const { file, bytes, provisional, purpose, source, licences, classes, quality, limits } = card;
  return {
    ...{ name, sha256 },
    card: {
      ...{ file, bytes, isProvisional: provisional, purpose, source, licences, classes, limits },
      quality: quality.map(({ measure, value, on }) => ({ measure, value, on })),
    },
  };
}

/** Each thing once, the surest first: the whole and the tiles see the same. */
function onceEach(seen: readonly Seen[]): Seen[] {
  const kept: Seen[] = [];
  for (const found of [...seen].sort((a, b) => b.score - a.score))
    if (!kept.some(({ label, box }) => label === found.label && intersectionOverUnion(box, found.box) > SAME_OVERLAP))
      kept.push(found);
  return kept;
}
