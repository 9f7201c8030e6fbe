import { parentPort, workerData } from 'node:worker_threads';
import { DECODING_DEFAULTS } from '../decoding/decode-detections.js';
import { joinDetections } from '../decoding/join-detections.js';
import { openDetector } from './detector-session.js';
import type { DetectorAnswer, DetectorSession } from './detector-session.js';
import { hazardsByBoxes, joinHazards } from './join-hazards.js';
import type { WorkerAnswer, WorkerRequest, WorkerSettings } from './worker-messages.js';

// Body of a worker thread of InferencePool. ONNX Runtime blocks the thread it runs in; here it disturbs nobody.

const port = parentPort;
if (port === null) throw new Error('infer-worker runs as a worker thread of InferencePool, not by itself');

const { models, decoding } = workerData as WorkerSettings;
const maxDetections = decoding.maxDetections ?? DECODING_DEFAULTS.maxDetections;
const detectors: DetectorSession[] = [];
// One after another, for loading takes twice the memory of having loaded.
for (const model of models.models) detectors.push(await openDetector(model, models.frameSize, decoding));
const byBoxes = hazardsByBoxes(models.models);

const answer = (message: WorkerAnswer) => {
  port.postMessage(message);
};

let own = new Uint8Array(0);

/** The bytes in this thread's own memory, good until the next call: ONNX Runtime refuses shared memory, which frames come in unsent. */
function unshared(bytes: Uint8Array): Uint8Array {
  if (!(bytes.buffer instanceof SharedArrayBuffer)) return bytes;
  if (own.length !== bytes.length) own = new Uint8Array(bytes.length);
  own.set(bytes);
  return own;
}

async function look({ frame }: Extract<WorkerRequest, { kind: 'look' }>): Promise<WorkerAnswer> {
  const data = unshared(frame.data);
  const startedAtMs = performance.now();
  const answers: DetectorAnswer[] = [];
  for (const detector of detectors) answers.push(await detector.look({ ...frame, data }));
  const detections = joinDetections(
    answers.map((one) => one.detections),
    maxDetections,
  );
  const outputs = answers.map((one) => one.outputs);
  const hazard = joinHazards(outputs, detections, frame, byBoxes);
  return { kind: 'looked', detections, hazard, elapsedMs: performance.now() - startedAtMs };
}

async function serve(request: WorkerRequest): Promise<void> {
  if (request.kind === 'close') {
    await Promise.all(detectors.map((detector) => detector.release()));
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
