import { parentPort, workerData } from 'node:worker_threads';
import { decodeDetections } from '../decoding/decode-detections.js';
import { readFlameGrid } from './flame-output.js';
import { loadModelSession } from './model-session.js';
import type { WorkerAnswer, WorkerRequest, WorkerSettings } from './worker-messages.js';

// Body of a worker thread of InferencePool. ONNX Runtime blocks the thread it runs in; here it disturbs nobody.

const port = parentPort;
if (port === null) throw new Error('infer-worker runs as a worker thread of InferencePool, not by itself');

const { modelDir, decoding } = workerData as WorkerSettings;
const street = await loadModelSession(modelDir, 'street.onnx');
const flame = await loadModelSession(modelDir, 'flame.onnx');

const answer = (message: WorkerAnswer) => {
  port.postMessage(message);
};

async function look({ frame, previous }: Extract<WorkerRequest, { kind: 'look' }>): Promise<WorkerAnswer> {
  const { width, height, data, letterbox } = frame;
  const startedAtMs = performance.now();
  const objects = await street.run({ frame: data }, width, height);
  const output = {
    boxes: objects.floats('boxes'),
    scores: objects.floats('scores'),
    classes: objects.integers('classes'),
  };
  const detections = decodeDetections(output, frame, decoding);
  const grid =
    previous === null ? null : readFlameGrid(await flame.run({ previous, current: data }, width, height), letterbox);
  return { kind: 'looked', detections, flame: grid, elapsedMs: performance.now() - startedAtMs };
}

async function serve(request: WorkerRequest): Promise<void> {
  if (request.kind === 'close') {
    await Promise.all([street.release(), flame.release()]);
    port?.close();
    return;
  }
  try {
    answer(await look(request));
  } catch (error) {
    answer({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

port.on('message', (request: WorkerRequest) => void serve(request));
answer({ kind: 'ready' });
