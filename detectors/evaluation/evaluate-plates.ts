import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DetectorError } from '../detector-error.js';
import { PlateRecogniser } from '../plates/plate-recogniser.js';
import { readPlateCrop } from '../plates/read-plate-crop.js';
import { EvaluationError } from './evaluation-error.js';
import { listPictures } from './list-pictures.js';
import type { CorruptPicture } from './look-at-pictures.js';
import { plateAccuracy } from './plate-accuracy.js';
import type { PlateAccuracy, PlateReading } from './plate-accuracy.js';
import { plainPlate, plateOfName } from './plate-of-name.js';

/** Pictures that are named in a list of the report at most; all are counted. */
const MAX_NAMED = 20;
const MAX_WRONG = 50;

/** What `--labels plates` reports. */
export interface PlateReport {
  readonly pictures: {
    readonly looked: number;
    readonly corrupt: number;
    readonly corruptFiles: readonly CorruptPicture[];
    /** Pictures whose name is no plate: left out. */
    readonly unnamed: number;
    readonly unnamedFiles: readonly string[];
  };
  readonly plates: PlateAccuracy;
  /** Plates of which no form of plate could be made: they count as wrong. */
  readonly unread: number;
  /** Plates that were read wrong, the first 50. */
  readonly wrong: readonly (PlateReading & { readonly file: string })[];
}

type CropOutcome =
  | { readonly status: 'read'; readonly file: string; readonly reading: PlateReading }
  | { readonly status: 'corrupt'; readonly file: string; readonly reason: string };

async function readCrop(recogniser: PlateRecogniser, file: string, expected: string): Promise<CropOutcome> {
  try {
    const crop = await readPlateCrop(recogniser, await readFile(file));
    return { status: 'read', file, reading: { expected, read: plainPlate(crop?.text ?? '') } };
  } catch (error) {
    if (error instanceof DetectorError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return { status: 'corrupt', file, reason: reason.split('\n')[0] ?? reason };
  }
}

/**
 * Reads every picture of a folder as a plate, and compares it with the plate that the file is named after (see {@link plateOfName}).
 *
 * @throws EvaluationError when the folder cannot be read, or no file in it is named after a plate
 */
export async function evaluatePlates(folder: string, onProgress: (done: number) => void): Promise<PlateReport> {
  const files = await listPictures(folder);
  const named = files.flatMap((file) => {
    const expected = plateOfName(file);
    return expected === null ? [] : [{ file, expected }];
  });
  if (named.length === 0)
    throw new EvaluationError([
      `${folder}: no picture is named after a plate; name them like 沪AMS087.jpg or 沪AMS087_1.jpg`,
    ]);
  const recogniser = await PlateRecogniser.open();
  const outcomes: CropOutcome[] = [];
  // One at a time: the reader runs its models on this thread.
  for (const { file, expected } of named) {
    outcomes.push(await readCrop(recogniser, join(folder, file), expected));
    onProgress(outcomes.length);
  }
  await recogniser.close();
  const read = outcomes.flatMap((outcome) => (outcome.status === 'read' ? [outcome] : []));
  const corrupt = outcomes.flatMap((outcome) => (outcome.status === 'corrupt' ? [outcome] : []));
  const unnamed = files.filter((file) => plateOfName(file) === null);
  return {
    pictures: {
      looked: read.length,
      corrupt: corrupt.length,
      corruptFiles: corrupt.slice(0, MAX_NAMED).map(({ file, reason }) => ({ file, reason })),
      unnamed: unnamed.length,
      unnamedFiles: unnamed.slice(0, MAX_NAMED),
    },
    plates: plateAccuracy(read.map(({ reading }) => reading)),
    unread: read.filter(({ reading }) => reading.read === '').length,
    wrong: read
      .filter(({ reading }) => reading.read !== reading.expected)
      .slice(0, MAX_WRONG)
      .map(({ file, reading }) => ({ file: basename(file), ...reading })),
  };
}
