import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { COCO_LABELS } from '../decoding/coco-labels.js';
import { loadModelCards } from './load-model-cards.js';
import { modelDirectory } from './model-directory.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lamppost-cards-'));
  for (const file of ['street.onnx', 'street.card.json'])
    await copyFile(join(modelDirectory, file), join(folder, file));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('the models that ship with the package are those of their cards', async () => {
  const [street, ...others] = await loadModelCards();
  expect(others).toEqual([]);
  expect(street).toMatchObject({
    name: 'street-nanodet-g',
    provisional: false,
    licences: expect.arrayContaining(['MIT', 'Apache-2.0']) as string[],
  });
  expect(street?.classes).toEqual(COCO_LABELS);
  expect(street?.bytes).toBeLessThan(9_000_000);
});

test('a changed model is named, with what mends it', async () => {
  const file = join(folder, 'street.onnx');
  await writeFile(file, Buffer.concat([await readFile(file), Buffer.from('x')]));
  await expect(loadModelCards(folder)).rejects.toMatchObject({
    code: 'model.digest-mismatch',
    message: expect.stringContaining(file) as string,
  });
});

test('a missing model is named', async () => {
  await rm(join(folder, 'street.onnx'));
  await expect(loadModelCards(folder)).rejects.toMatchObject({
    code: 'model.missing',
    message: expect.stringContaining('street.onnx') as string,
  });
});

test.each([
  ['not JSON', 'street'],
  ['incomplete', '{"name":"street"}'],
])('a card that is %s is named', async (_, text) => {
  await writeFile(join(folder, 'street.card.json'), text);
  await expect(loadModelCards(folder)).rejects.toMatchObject({
    code: 'model.card-invalid',
    message: expect.stringContaining('street.card.json') as string,
  });
});

test('a folder without cards, and one that is not there, are refused', async () => {
  await rm(join(folder, 'street.card.json'));
  await expect(loadModelCards(folder)).rejects.toMatchObject({ code: 'model.missing' });
  await expect(loadModelCards(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'model.missing' });
});
