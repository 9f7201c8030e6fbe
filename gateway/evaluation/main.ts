import { ConfigError, DetectorError, InferencePool, findFfmpeg, readYaml } from '@lamppost/detectors';
import {
  EvaluationError,
  evaluateImages,
  evaluatePlates,
  evaluateYolo,
  listPictures,
  onlyListed,
  openModel,
  ownModels,
  readImageFolder,
  readYoloFolder,
} from '@lamppost/detectors/evaluation';
import { join } from 'node:path';
import pino from 'pino';
import { systemClock } from '../clock.js';
import { takeRuleFile } from '../rule-file/take-rule-file.js';
import { ClipTruth } from './clip-truth.js';
import { type ClipOptions, type FolderOptions, USAGE, readEvalOptions } from './eval-options.js';
import { checkClip, evaluateClip } from './evaluate-clip.js';
import { printClip, printImages, printPlates, printYolo } from './print-report.js';

/** Exit code for what cannot be evaluated as it was given. */
const BAD_INPUT = 2;
const PROGRESS_EVERY = 100;
/** Decimals of a figure. */
const DECIMALS = 6;

/** A report, as JSON and as text. */
interface Answer {
  readonly report: object;
  readonly text: string;
}

const log = pino({ base: null, level: 'warn' }, pino.destination({ fd: 2, sync: true }));
const say = (text: string) => process.stderr.write(`eval: ${text}\n`);

async function negativesOf(folders: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    folders.map(async (folder) => (await listPictures(folder)).map((file) => join(folder, file))),
  );
  return lists.flat();
}

async function evaluateFolder(options: FolderOptions): Promise<Answer> {
  const { data, labels, classes, only, threads } = options;
  const onProgress = (done: number) => {
    if (done % PROGRESS_EVERY === 0) say(`${done} pictures done`);
  };
  if (labels === 'plates') {
    const report = await evaluatePlates(data, onProgress);
    return { report, text: printPlates(report) };
  }
  const negatives = await negativesOf(options.negatives);
  const folder = labels === 'yolo' ? await readYoloFolder(data, classes) : null;
  const images = folder === null ? await readImageFolder(data) : [];
  const model = await openModel({ file: options.model, threads, log, onProgress });
  try {
    if (folder !== null) {
      const pictures = await onlyListed(folder.pictures, only);
      const report = await evaluateYolo({ ...folder, pictures }, negatives, model);
      return { report, text: printYolo(report) };
    }
    const none = negatives.map((file) => ({ file, shows: new Set<never>() }));
    const report = await evaluateImages([...(await onlyListed(images, only)), ...none], model);
    return { report, text: printImages(report) };
  } finally {
    await model.close();
  }
}

async function playClip(options: ClipOptions): Promise<Answer> {
  const document = takeRuleFile(options.rules, systemClock.nowMs()).document;
  const truth = readYaml(ClipTruth, options.truth).value;
  const { clip: file, rate } = options;
  const cameraId = checkClip(file, truth, document);
  const ffmpeg = await findFfmpeg(process.env.LAMPPOST_FFMPEG);
  const pool = await InferencePool.create({ threads: options.threads, log, models: ownModels(options.model) });
  const onProgress = (seconds: number) => say(`${seconds.toFixed(0)} s played`);
  try {
    const report = await evaluateClip({ file, cameraId, document, truth, rate, pool, ffmpeg, log, onProgress });
    return { report, text: printClip(report) };
  } finally {
    await pool.close();
  }
}

function isBadInput(error: unknown): error is Error {
  if (error instanceof DetectorError) return error.code.startsWith('model.');
  return error instanceof EvaluationError || error instanceof ConfigError;
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toFixed(DECIMALS)) : value;
}

async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = readEvalOptions(argv);
    if (options.kind === 'help') {
      process.stdout.write(`${USAGE}\n`);
      return 0;
    }
    const { kind, json, ...given } = options;
    const { report, text } = await (options.kind === 'clip' ? playClip(options) : evaluateFolder(options));
    process.stdout.write(`${json ? JSON.stringify({ kind, given, ...report }, rounded) : text}\n`);
    return 0;
  } catch (error) {
    if (!isBadInput(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return BAD_INPUT;
  }
}

process.exitCode = await main(process.argv.slice(2));
