import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';

/** Frames that the Python part prepared, by size: `frames-WxH.bgr` holds `count` of them one after the other. */
const Plan = z.array(z.strictObject({ width: z.int().min(32), height: z.int().min(32), count: z.int().min(1) }));
type Batch = z.infer<typeof Plan>[number];

/** Frames between two words on how far it is. */
const REPORT_EVERY = 500;

/** Appends an output in half precision to a file. */
async function append(file: FileHandle, output: InferenceSession.OnnxValueMapType, name: string): Promise<void> {
  const tensor = output[name];
  const data = tensor?.data;
  if (tensor?.type !== 'float16' || !ArrayBuffer.isView(data))
    throw new Error(`the feature model gives no ${name} in half precision`);
  await file.write(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

async function extractBatch(session: InferenceSession, folder: string, { width, height, count }: Batch): Promise<void> {
  const size = `${width}x${height}`;
  const bytes = new Uint8Array(width * height * 3);
  const frames = await open(join(folder, `frames-${size}.bgr`));
  const trunk = await open(join(folder, `trunk-${size}.f16`), 'w');
  const colour = await open(join(folder, `colour-${size}.f16`), 'w');
  try {
    for (let index = 0; index < count; index += 1) {
      const { bytesRead } = await frames.read(bytes, 0, bytes.length, index * bytes.length);
      if (bytesRead !== bytes.length) throw new Error(`frames-${size}.bgr ends within frame ${index} of ${count}`);
      const output = await session.run({ frame: new Tensor('uint8', bytes, [1, height, width, 3]) });
      await append(trunk, output, 'trunk');
      await append(colour, output, 'colour');
      if ((index + 1) % REPORT_EVERY === 0) process.stdout.write(`${size}: ${index + 1} of ${count}\n`);
    }
  } finally {
    await Promise.all([frames, trunk, colour].map((file) => file.close()));
  }
}

/**
 * Runs the trunk over the prepared frames of a folder and writes what the head looks at beside them, in half precision.
 *
 * @param folder - holds `plan.json` and `frames-WxH.bgr`; receives `trunk-WxH.f16` and `colour-WxH.f16`
 * @param model - bytes of the feature model
 */
export async function extractFeatures(folder: string, model: Uint8Array): Promise<void> {
  const plan = Plan.parse(JSON.parse(await readFile(join(folder, 'plan.json'), 'utf8')));
  const session = await InferenceSession.create(model, { intraOpNumThreads: 2 });
  for (const batch of plan) await extractBatch(session, folder, batch);
  await session.release();
}
