import type { Box } from '@lamppost/contracts';
import type { OverlayOptions } from 'sharp';
import type { MaskPlan } from './mask-plan.js';
import { pixelBox } from './pixel-box.js';
import { type RawPicture, layOver, sharpOf } from './raw-picture.js';

/** Blocks across the shorter side of what is masked, */
const BLOCKS = 4;
/** and least pixels of one. */
const LEAST_BLOCK = 8;

/** A part of a picture as a few even blocks: what made it a face or a number is not there any more, however it is looked at. */
async function pixelate(picture: RawPicture, box: Box): Promise<OverlayOptions> {
  const region = pixelBox(box, picture);
  const block = Math.max(LEAST_BLOCK, Math.ceil(Math.min(region.width, region.height) / BLOCKS));
  const [across, down] = [Math.ceil(region.width / block), Math.ceil(region.height / block)];
  const few = await sharpOf(picture)
    .extract(region)
    .resize(across, down, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  const input = await sharpOf({ data: few, width: across, height: down })
    .resize(region.width, region.height, { fit: 'fill', kernel: 'nearest' })
    .png({ compressionLevel: 1 })
    .toBuffer();
  return { input, left: region.left, top: region.top };
}

async function cutOut(picture: RawPicture, box: Box): Promise<OverlayOptions> {
  const region = pixelBox(box, picture);
  const input = await sharpOf(picture).extract(region).png({ compressionLevel: 1 }).toBuffer();
  return { input, left: region.left, top: region.top };
}

/** A copy of a picture in which all is masked that the plan says. */
export async function maskPicture(picture: RawPicture, plan: MaskPlan): Promise<RawPicture> {
  const pixelated = async (boxes: readonly Box[]) => Promise.all(boxes.map((box) => pixelate(picture, box)));
  return layOver(picture, [
    ...(await pixelated(plan.behind)),
    ...(plan.subject === null ? [] : [await cutOut(picture, plan.subject)]),
    ...(await pixelated(plan.before)),
    ...(await pixelated(plan.heads)),
  ]);
}
