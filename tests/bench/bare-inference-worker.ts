import { parentPort, workerData } from 'node:worker_threads';
import { FRAME_SIZE } from '@lamppost/detectors';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';

// Body of a worker thread of BareInference.

const port = parentPort;
if (port === null) throw new Error('bare-inference-worker runs as a worker thread of BareInference, not by itself');
const { modelFile } = z.object({ modelFile: z.string() }).parse(workerData);

// The same options as the product's: one thread each, and none that spins.
const session = await InferenceSession.create(modelFile, {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
});
const pixels = Uint8Array.from({ length: FRAME_SIZE.width * FRAME_SIZE.height * 3 }, (_, index) => (index * 31) % 251);
const frame = new Tensor('uint8', pixels, [1, FRAME_SIZE.height, FRAME_SIZE.width, 3]);

async function run(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await session.run({ frame });
  port?.postMessage('done');
}

port.on('message', (times: number) => void run(times));
await run(1);
