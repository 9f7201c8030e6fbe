import sharp from 'sharp';
import { findTextLines, type TextLine } from './find-text-lines.js';
import { toPlanes, type PixelScale } from './picture-planes.js';
import { TEXT_MODELS, loadTextModel, type TextModel } from './text-models.js';

// Means and deviations of ImageNet in the order in which the model was trained with them: it saw blue where they mean red.
const SCALE: PixelScale = { mean: [0.406, 0.456, 0.485], deviation: [0.225, 0.224, 0.229] };
/** The model takes sides of whole blocks. */
const BLOCK = 32;
/** Pixels of a picture that the model looks at, whatever it has: time and memory grow with them. */
const PIXELS = 512 * 384;

/** Finds lines of text in pictures. Blocks the thread while it looks. */
export class TextFinder {
  readonly #model: TextModel;

  private constructor(model: TextModel) {
    this.#model = model;
  }

  /**
   * Loads the model.
   *
   * @throws DetectorError `model.missing`
   */
  static async open(): Promise<TextFinder> {
    return new TextFinder(await loadTextModel(TEXT_MODELS.find));
  }

  /**
   * Finds the lines of text of a picture.
   *
   * @param picture - a file's bytes, JPEG or PNG
   * @returns them in pixels of the picture, the surest first
   */
  async find(picture: Buffer): Promise<TextLine[]> {
    const { width, height } = await sharp(picture).metadata();
    const scale = Math.sqrt(PIXELS / (width * height));
    const blocks = (side: number) => Math.max(1, Math.round((side * scale) / BLOCK)) * BLOCK;
    const size = { width: blocks(width), height: blocks(height) };
    const { data } = await this.#model.run(await toPlanes(picture, size, SCALE));
    const [scaleX, scaleY] = [width / size.width, height / size.height];
    return findTextLines(data, size.width, size.height)
      .map((line) => ({
        ...line,
        centreX: line.centreX * scaleX,
        centreY: line.centreY * scaleY,
        width: line.width * scaleX,
        height: line.height * scaleY,
      }))
      .sort((a, b) => b.score - a.score);
  }

  close(): Promise<void> {
    return this.#model.release();
  }
}
