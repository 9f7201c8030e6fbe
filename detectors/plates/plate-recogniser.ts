import type { PlateColour } from '@lamppost/contracts';
import sharp from 'sharp';
import { columnsOf, toLattice, type CharacterLattice } from './character-lattice.js';
import { decodePlate, type DecodedPlate } from './decode-plate.js';
import { toPlanes, type PixelScale } from './picture-planes.js';
import { plateColour } from './plate-colour.js';
import { TEXT_MODELS, loadDictionary, loadTextModel, type TextModel } from './text-models.js';

/** What the recogniser made of the picture of a plate. */
export interface RecognisedPlate extends DecodedPlate {
  readonly colour: PlateColour;
}

const SCALE: PixelScale = { mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] };
/** Rows that the model reads. */
const HEIGHT = 48;
/** A plate of 440 mm by 140 mm is read about as wide as it is; what is right of it stays empty. */
const WIDTH = 144;
/** One of new energy has a character more, on 480 mm by 140 mm. */
const LONG_WIDTH = 168;
const EMPTY_RIGHT = 16;

/** A plate that is less than this much as wide as high may have two rows (440 mm by 220 mm, or 220 mm by 140 mm). */
const TWO_ROWS_BELOW = 2.5;
/** Where the upper row ends and the lower one begins, in parts of the height. */
const UPPER_TO = 0.44;
const LOWER_FROM = 0.36;

/** Reads pictures of single plates with a model that reads any text. Blocks the thread while it reads. */
export class PlateRecogniser {
  readonly #model: TextModel;
  readonly #columns: Int16Array;

  private constructor(model: TextModel, columns: Int16Array) {
    this.#model = model;
    this.#columns = columns;
  }

  /**
   * Loads the model.
   *
   * @throws DetectorError `model.missing`
   */
  static async open(): Promise<PlateRecogniser> {
    const columns = columnsOf(await loadDictionary());
    return new PlateRecogniser(await loadTextModel(TEXT_MODELS.read), columns);
  }

  /**
   * Reads one plate.
   *
   * @param picture - a file's bytes, JPEG or PNG, with one plate that fills it
   * @returns the most probable text, however doubtful: see its positions; null when no form of plate fits at all
   * @throws Error when the bytes are no picture
   */
  async read(picture: Buffer): Promise<RecognisedPlate | null> {
    const { width, height } = await sharp(picture).metadata();
    const colour = await plateColour(picture);
    const single = decodePlate(await this.#lattice(picture, colour === 'green' ? LONG_WIDTH : WIDTH), colour);
    const double =
      width / height < TWO_ROWS_BELOW ? decodePlate(await this.#twoRows(picture, width, height), colour) : null;
    const best = double !== null && (single === null || double.score > single.score) ? double : single;
    return best === null ? null : { ...best, colour };
  }

  close(): Promise<void> {
    return this.#model.release();
  }

  async #lattice(picture: Buffer, width: number): Promise<CharacterLattice> {
    const size = { width, height: HEIGHT, planesWidth: width + EMPTY_RIGHT };
    const { data, shape } = await this.#model.run(await toPlanes(picture, size, SCALE));
    return toLattice(data, shape[1] ?? 0, this.#columns);
  }

  /** The rows are read apart, and follow each other as if they were one. */
  async #twoRows(picture: Buffer, width: number, height: number): Promise<CharacterLattice> {
    const cut = (from: number, to: number) => {
      const top = Math.floor(from * height);
      const region = { left: 0, top, width, height: Math.max(1, Math.ceil(to * height) - top) };
      return sharp(picture).extract(region).png().toBuffer();
    };
    const upper = await this.#lattice(await cut(0, UPPER_TO), WIDTH);
    const lower = await this.#lattice(await cut(LOWER_FROM, 1), WIDTH);
    return [...upper, ...lower];
  }
}
