import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EvaluationError } from './evaluation-error.js';
import { parseYoloLabels } from './parse-yolo-labels.js';
import { readYoloFolder } from './read-yolo-folder.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yolo-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Writes files below a folder; pictures are not opened by the reader. */
function write(files: Readonly<Record<string, string>>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
}

async function problems(classes: string | null = null): Promise<readonly string[]> {
  const error: unknown = await readYoloFolder(folder, classes).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(EvaluationError);
  return error instanceof EvaluationError ? error.problems : [];
}

describe('readYoloFolder', () => {
  test('pairs pictures with labels, in sub-folders too, and counts what has no partner', async () => {
    write({
      'images/a.jpg': '',
      'images/val/b.png': '',
      'images/c.jpg': '',
      'images/notes.md': '',
      'labels/a.txt': '2 0.5 0.5 0.2 0.4\n0 0.1 0.1 0 0.1\n',
      'labels/val/b.txt': '',
      'labels/lost.txt': '0 0.5 0.5 1 1',
    });
    const read = await readYoloFolder(folder, null);
    expect(read).toMatchObject({ withoutLabels: 1, withoutPicture: 1, emptyBoxes: 1 });
    expect(read.pictures.map(({ file }) => file.slice(folder.length))).toEqual([
      '/images/a.jpg',
      '/images/c.jpg',
      '/images/val/b.png',
    ]);
    const [object] = read.pictures[0]?.objects ?? [];
    expect(object?.label).toBe('car');
    expect(object?.box.x1).toBeCloseTo(0.4, 12);
    expect(object?.box.y2).toBeCloseTo(0.7, 12);
    expect(read.classes.source).toMatch(/COCO/);
  });

  test('takes class names from what is said, a data.yaml, or a list, in this order', async () => {
    write({ 'images/a.jpg': '', 'labels/a.txt': '1 0.5 0.5 0.2 0.4' });
    write({ 'classes.txt': 'tree\nbush\n' });
    const label = async (said: string | null) => (await readYoloFolder(folder, said)).pictures[0]?.objects[0]?.label;
    expect(await label(null)).toBe('bush');
    write({ 'data.yaml': 'train: x\nnames:\n  0: dog\n  1: cat\n' });
    expect(await label(null)).toBe('cat');
    write({ 'data.yaml': 'names: [sun, moon]\n' });
    expect(await label(null)).toBe('moon');
    expect(await label('left,right')).toBe('right');
    expect(await label('coco')).toBe('bicycle');
    expect(await label(join(folder, 'classes.txt'))).toBe('bush');
  });

  test('guesses the names of a fire set only where it can mean nothing else', async () => {
    write({ 'images/fire1.jpg': '', 'labels/fire1.txt': '0 0.5 0.5 0.2 0.4\n2 0.5 0.5 1 1' });
    const { classes } = await readYoloFolder(folder, null);
    expect(classes.names).toEqual(['fire', 'neither', 'smoke']);
    expect(classes.source).toMatch(/guessed/);
    write({ 'labels/fire1.txt': '1 0.5 0.5 0.2 0.4' });
    expect((await problems())[0]).toMatch(/--classes fire,neither,smoke/);
  });

  test('says what is missing and what to give', async () => {
    expect((await problems())[0]).toMatch(/holds no folder images/);
    write({ 'images/readme.txt': '' });
    expect((await problems())[0]).toMatch(/holds no folder labels/);
    write({ 'labels/a.txt': '' });
    expect((await problems())[0]).toMatch(/images: holds no picture/);
    rmSync(folder, { recursive: true });
    expect((await problems())[0]).toMatch(/there is no such folder/);
    mkdirSync(folder);
  });

  test('refuses labels that cannot be read, in pixels, or of a class without a name, each by file and line', async () => {
    write({ 'images/a.jpg': '', 'labels/a.txt': '0 0.5 0.5 0.2 0.4\ncar 1 2 3 4\n0 320 240 64 64\n0 0.1 0.2 0.3' });
    expect(await problems()).toEqual([
      expect.stringMatching(/labels\/a\.txt:2: not "class x y width height"/),
      expect.stringMatching(/labels\/a\.txt:3: reaches beyond the picture; .*not in pixels/),
      expect.stringMatching(/labels\/a\.txt:4: not/),
    ]);
    write({ 'labels/a.txt': '0 0.5 0.5 0.2 0.4\n91 0.5 0.5 0.2 0.4' });
    expect(await problems()).toEqual([
      expect.stringMatching(/labels\/a\.txt:2: class 91 has no name; known are 0 to 79/),
    ]);
    expect((await problems('nowhere.txt'))[0]).toMatch(/--classes: nowhere\.txt is neither a file/);
    write({ 'labels/a.txt': Array.from({ length: 30 }, () => 'x').join('\n') });
    expect((await problems()).at(-1)).toBe('... and 20 more');
  });
});

describe('parseYoloLabels', () => {
  test('takes the box of an outline', () => {
    expect(parseYoloLabels('3 0.1 0.2 0.5 0.1 0.4 0.9').labels).toEqual([
      { classId: 3, box: { x1: 0.1, y1: 0.1, x2: 0.5, y2: 0.9 }, line: 1 },
    ]);
  });

  test('gives boxes within the picture alone, and a problem or a box for every line, whatever the text', () => {
    const word = fc.oneof(
      fc.double({ min: -0.2, max: 1.2, noNaN: true }).map(String),
      fc.constantFrom('0', '7', 'x', 'NaN', '-1', '1e9'),
    );
    const line = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const { labels, empty, problems: faults } = parseYoloLabels(lines.join('\n'));
        expect(labels.length + empty + faults.length).toBe(lines.filter((text) => text !== '').length);
        for (const { box } of labels) {
          expect(box.x1 >= 0 && box.x1 < box.x2 && box.x2 <= 1).toBe(true);
          expect(box.y1 >= 0 && box.y1 < box.y2 && box.y2 <= 1).toBe(true);
        }
      }),
    );
  });
});
