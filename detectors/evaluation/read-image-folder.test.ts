import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hazardsOfName } from './hazard-labels.js';
import { parseImageTable, readImageFolder } from './read-image-folder.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'image-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('the name of a class says what its pictures show', () => {
  expect([...(hazardsOfName('Fire') ?? ['?'])]).toEqual(['fire']);
  expect([...(hazardsOfName('smoke_and_fire') ?? ['?'])].sort()).toEqual(['fire', 'smoke']);
  expect(hazardsOfName('both')?.size).toBe(2);
  for (const name of ['none', 'non-fire', 'no_smoke', 'Negatives', 'neither'])
    expect(hazardsOfName(name)?.size).toBe(0);
  for (const name of ['cats', '', '3', 'fire engine']) expect(hazardsOfName(name)).toBeNull();
});

test('a folder for each class is read; any other is named', async () => {
  for (const name of ['fire', 'none/night']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'fire/a.jpg'), '');
  writeFileSync(join(folder, 'none/night/b.jpg'), '');
  const pictures = await readImageFolder(folder);
  expect(pictures.map(({ file, shows }) => [file.slice(folder.length), shows.size])).toEqual([
    ['/fire/a.jpg', 1],
    ['/none/night/b.jpg', 0],
  ]);
  mkdirSync(join(folder, 'cats'));
  writeFileSync(join(folder, 'cats/c.jpg'), '');
  await expect(readImageFolder(folder)).rejects.toThrow(/cats: says nothing of fire and smoke/);
  writeFileSync(join(folder, 'd.jpg'), '');
  await expect(readImageFolder(folder)).rejects.toThrow(/must stand in a folder named after what they show/);
  await expect(readImageFolder(join(folder, 'gone'))).rejects.toThrow(/gone: cannot be read/);
});

test('a table lists pictures beside it', async () => {
  writeFileSync(join(folder, 'labels.csv'), 'file,fire,smoke\n"a, b.jpg",1,0\nc.jpg,0,yes\n');
  const pictures = await readImageFolder(folder);
  expect(pictures.map(({ file, shows }) => [file.slice(folder.length), ...shows])).toEqual([
    ['/a, b.jpg', 'fire'],
    ['/c.jpg', 'smoke'],
  ]);
  expect(await readImageFolder(join(folder, 'labels.csv'))).toHaveLength(2);
});

test('a table that cannot be read is refused by line', () => {
  expect(parseImageTable('file,label\r\na.jpg,none\r\n', 't.csv')).toEqual([{ file: 'a.jpg', shows: new Set() }]);
  expect(() => parseImageTable('name,label\na,fire', 't.csv')).toThrow(/t\.csv:1: the head must be/);
  expect(() => parseImageTable('file,label\na.jpg,fire\nb.jpg,cat', 't.csv')).toThrow(
    /^t\.csv:3: not a file with fire/,
  );
  expect(() => parseImageTable('file,fire\na.jpg,maybe', 't.csv')).toThrow(/^t\.csv:2/);
  expect(() => parseImageTable('file,label\n', 't.csv')).toThrow(/lists no picture/);
});
