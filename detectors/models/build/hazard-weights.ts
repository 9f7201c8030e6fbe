import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DetectorError } from '../../detector-error.js';
import { modelDirectory } from '../model-directory.js';

/** A constant of the head: its sizes, and its 16-bit floats, little-endian, in base64. */
const Tensor = z.strictObject({ shape: z.array(z.int().min(1)).min(1), half: z.base64() });

/** The trained head as `npm run models:train` writes it. */
const HazardHeadFile = z.strictObject({
  schema: z.literal('lamppost.hazard-head/1'),
  tensors: z.record(z.string(), Tensor),
});

/** A constant of the head: bits of 16-bit floats in row-major order. */
export interface HazardTensor {
  readonly shape: readonly number[];
  readonly data: Uint16Array;
}

/** The head's constants by name, e.g. `mix.weight`. */
export type HazardWeights = ReadonlyMap<string, HazardTensor>;

/** Absolute path of the trained head, which `npm run models:build` puts into the street model. */
export const hazardHeadFile = join(modelDirectory, 'build', 'hazard-head.json');

function tensorOf(name: string, { shape, half }: z.infer<typeof Tensor>): HazardTensor {
  const bytes = Buffer.from(half, 'base64');
  const count = shape.reduce((product, size) => product * size, 1);
  if (bytes.length !== 2 * count)
    throw new DetectorError('model.build-failed', `${name} has ${bytes.length} bytes, but ${2 * count} by its sizes`);
  return { shape, data: new Uint16Array(Uint8Array.from(bytes).buffer) };
}

/**
 * Reads the trained head.
 *
 * @throws DetectorError `model.build-failed` when the text is not a head, naming what is wrong
 */
export function parseHazardWeights(json: string): HazardWeights {
  const file = HazardHeadFile.safeParse(JSON.parse(json));
  if (!file.success) throw new DetectorError('model.build-failed', `not a head: ${z.prettifyError(file.error)}`);
  return new Map(Object.entries(file.data.tensors).map(([name, tensor]) => [name, tensorOf(name, tensor)]));
}

/** Reads the head that was trained. @throws DetectorError `model.build-failed` when it is no head */
export async function readHazardWeights(): Promise<HazardWeights> {
  return parseHazardWeights(await readFile(hazardHeadFile, 'utf8'));
}
