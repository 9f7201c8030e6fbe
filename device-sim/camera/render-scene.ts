import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { backgroundSvg } from './drawing/backgrounds.js';
import { PICTURE, toSvg } from './drawing/drawing.js';
import { sceneLayers, type SceneLayer } from './scene-layers.js';
import type { Scene } from './scene.js';

/** A scene's pictures on disk, ready to be laid over one another. */
export interface RenderedScene {
  readonly backgroundFile: string;
  /** Layers from back to front, each with its picture. */
  readonly layers: readonly (Pick<SceneLayer, 'x' | 'y' | 'enable'> & { readonly file: string })[];
}

/** Softness of a lens, in pixels. */
const LENS_BLUR = 0.8;

async function renderBackground(scene: Scene, file: string): Promise<void> {
  const { width, height } = PICTURE;
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 13 };
  const texture = await sharp({ create: { width, height, channels: 3, background: '#000', noise } })
    .png()
    .toBuffer();
  await sharp(Buffer.from(backgroundSvg(scene.background)))
    .removeAlpha()
    .blur(LENS_BLUR)
    .composite([{ input: texture, blend: 'soft-light' }])
    .png({ compressionLevel: 1 })
    .toFile(file);
}

function pictureFile(folder: string, svg: string): string {
  return join(folder, `${createHash('sha256').update(svg).digest('hex').slice(0, 16)}.png`);
}

/**
 * A scene out of pictures that were drawn already: one in which the same things come, stay and go at other times.
 *
 * @param rendered - what {@link renderScene} made in that folder
 */
export function rearrangeScene(rendered: RenderedScene, scene: Scene, folder: string): RenderedScene {
  const layers = sceneLayers(scene).map(({ drawing, scale, x, y, enable }) => ({
    file: pictureFile(folder, toSvg(drawing, scale)),
    x,
    y,
    enable,
  }));
  return { ...rendered, layers };
}

/** Draws every picture that a scene needs, once, into a folder. @throws Error when the folder can't be written */
export async function renderScene(scene: Scene, folder: string): Promise<RenderedScene> {
  const backgroundFile = join(folder, `${scene.background}.png`);
  await renderBackground(scene, backgroundFile);
  const written = new Set<string>();
  const layers: RenderedScene['layers'][number][] = [];
  for (const { drawing, scale, x, y, enable } of sceneLayers(scene)) {
    const svg = toSvg(drawing, scale);
    const file = pictureFile(folder, svg);
    if (!written.has(file)) {
      const picture = sharp(Buffer.from(svg)).blur((drawing.blur ?? LENS_BLUR) * Math.max(scale, 0.5));
      await writeFile(file, await picture.png({ compressionLevel: 1 }).toBuffer());
      written.add(file);
    }
    layers.push({ file, x, y, enable });
  }
  return { backgroundFile, layers };
}
