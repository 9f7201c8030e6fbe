import { InferenceSession, Tensor } from 'onnxruntime-node';
import { DetectorError } from '../detector-error.js';

/** A loaded model. */
export interface ModelSession {
  /** Runs it on frames of one size, by input name: `bgr24` bytes. Blocks the thread. */
  run(frames: Readonly<Record<string, Uint8Array>>, width: number, height: number): Promise<ModelOutputs>;
  release(): Promise<void>;
}

/** Outputs of a model by name. */
export interface ModelOutputs {
  /** @throws DetectorError `inference.failed` when there is no such output of 32-bit floats */
  floats(name: string): Float32Array;
  /** @throws DetectorError `inference.failed` when there is no such output of 32-bit integers */
  integers(name: string): Int32Array;
  /** Sizes of an output; empty when there is none of that name. */
  shape(name: string): readonly number[];
}

// One thread each, and none that spins: workers run side by side, and a spinning thread takes the core from another.
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // Errors alone: what a foreign model could do better is nothing that an operator of a box can mend.
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
};

function readOutputs(file: string, outputs: InferenceSession.OnnxValueMapType): ModelOutputs {
  const typed = <T>(name: string, type: new (length: number) => T): T => {
    const data = outputs[name]?.data;
    if (data instanceof type) return data;
    throw new DetectorError('inference.failed', `${file} has no output ${name} of the expected type`);
  };
  return {
    floats: (name) => typed(name, Float32Array),
    integers: (name) => typed(name, Int32Array),
    shape: (name) => outputs[name]?.dims ?? [],
  };
}

/**
 * Loads a model for use in this thread alone.
 *
 * @param source path of a model file, or the bytes of one
 * @param name what the model is called in errors
 */
export async function openModelSession(source: string | Uint8Array, name: string): Promise<ModelSession> {
  const session = await (typeof source === 'string'
    ? InferenceSession.create(source, SESSION_OPTIONS)
    : InferenceSession.create(source, SESSION_OPTIONS));
  return {
    async run(frames, width, height) {
      const feeds = Object.entries(frames).map(([input, bytes]) => {
        const tensor = new Tensor('uint8', bytes, [1, height, width, 3]);
        return [input, tensor] as const;
      });
      return readOutputs(name, await session.run(Object.fromEntries(feeds)));
    },
    release: () => session.release(),
  };
}
