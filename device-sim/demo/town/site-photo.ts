import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { renderScene } from '../../camera/render-scene.js';
import type { Scene } from '../../camera/scene.js';

/** What an officer photographs where nobody stands any more: the place alone, as a JPEG. @throws Error when the temporary folder can't be written */
export async function photographPlace(background: Scene['background']): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'lamppost-photo-'));
  try {
    const { backgroundFile } = await renderScene({ background, actors: [] }, folder);
    return await sharp(backgroundFile).jpeg({ quality: 88 }).toBuffer();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
