import type { Box } from '@lamppost/contracts';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findClassNames } from './class-names.js';
import type { ClassNames } from './class-names.js';
import { EvaluationError } from './evaluation-error.js';
import { isPicture, listFiles } from './list-pictures.js';
import { parseYoloLabels } from './parse-yolo-labels.js';

/** Problems told at most: they are mostly of one kind. */
const MAX_PROBLEMS = 10;

/** An object in a picture, as a person marked it. */
export interface LabelledBox {
  readonly label: string;
  readonly box: Box;
}

/** A picture and all that is in it. */
export interface LabelledPicture {
  /** Path of the picture. */
  readonly file: string;
  readonly objects: readonly LabelledBox[];
}

/** A folder of pictures with boxes. */
export interface YoloFolder {
  readonly classes: ClassNames;
  readonly pictures: readonly LabelledPicture[];
  /** Pictures without a label file: taken to show nothing. */
  readonly withoutLabels: number;
  /** Label files without a picture: left out. */
  readonly withoutPicture: number;
  /** Boxes without any size: left out. */
  readonly emptyBoxes: number;
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  const more = problems.length - MAX_PROBLEMS;
  throw new EvaluationError([...problems.slice(0, MAX_PROBLEMS), ...(more > 0 ? [`... and ${more} more`] : [])]);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function assertLayout(folder: string): Promise<void> {
  if (!(await isFolder(folder)))
    throw new EvaluationError([`${folder}: there is no such folder; give the one that holds images/ and labels/`]);
  for (const part of ['images', 'labels'])
    if (!(await isFolder(join(folder, part))))
      throw new EvaluationError([
        `${folder}: holds no folder ${part}; pictures belong in images/, one text file for each in labels/`,
      ]);
}

const labelFileOf = (picture: string) => picture.replace(/^images\//, 'labels/').replace(/\.[^.]+$/, '.txt');

/**
 * Reads a folder in the layout of YOLO: `images/NAME.jpg` with `labels/NAME.txt`, also in sub-folders of the same name.
 *
 * @param saidClasses - what the user says of the class names; see {@link findClassNames}
 * @throws EvaluationError naming what is missing, and each label that cannot be read or whose class has no name
 */
export async function readYoloFolder(given: string, saidClasses: string | null): Promise<YoloFolder> {
  const folder = resolve(given);
  await assertLayout(folder);
  const files = await listFiles(folder);
  const pictures = files.filter((file) => file.startsWith('images/') && isPicture(file));
  if (pictures.length === 0) throw new EvaluationError([`${join(folder, 'images')}: holds no picture`]);
  const labelFiles = new Set(files.filter((file) => file.startsWith('labels/') && file.endsWith('.txt')));

  const read = await Promise.all(
    pictures.map(async (picture) => {
      const labelFile = labelFileOf(picture);
      const text = labelFiles.has(labelFile) ? await readFile(join(folder, labelFile), 'utf8') : '';
      return { picture, labelFile, ...parseYoloLabels(text) };
    }),
  );
  refuse(read.flatMap(({ labelFile, problems }) => problems.map((problem) => `${join(folder, labelFile)}:${problem}`)));
  const classIds = new Set(read.flatMap(({ labels }) => labels.map(({ classId }) => classId)));
  const classes = await findClassNames(saidClasses, folder, files, classIds);
  const last = classes.names.length - 1;
  refuse(
    read.flatMap(({ labelFile, labels }) =>
      labels
        .filter(({ classId }) => (classes.names[classId] ?? '') === '')
        .map(
          ({ classId, line }) =>
            `${join(folder, labelFile)}:${line}: class ${classId} has no name; known are 0 to ${last} (${classes.source}); give --classes`,
        ),
    ),
  );
  const used = new Set(pictures.map(labelFileOf));
  return {
    classes,
    pictures: read.map(({ picture, labels }) => ({
      file: join(folder, picture),
      objects: labels.map(({ classId, box }) => ({ label: classes.names[classId] ?? '', box })),
    })),
    withoutLabels: pictures.filter((picture) => !labelFiles.has(labelFileOf(picture))).length,
    withoutPicture: [...labelFiles].filter((file) => !used.has(file) && !file.endsWith('classes.txt')).length,
    emptyBoxes: read.reduce((sum, { empty }) => sum + empty, 0),
  };
}
