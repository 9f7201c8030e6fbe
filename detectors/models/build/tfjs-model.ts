import { z } from 'zod';
import { DetectorError } from '../../detector-error.js';

const AttributeValue = z.object({
  i: z.coerce.number().optional(),
  f: z.number().optional(),
  b: z.boolean().optional(),
  /** Base64 of the text. */
  s: z.string().optional(),
  list: z.object({ i: z.array(z.coerce.number()).optional() }).optional(),
});

/** One operation of a TensorFlow graph. An input is the name of a node, or `name:1` for its second output. */
export const TfjsNode = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), AttributeValue).default({}),
});
export type TfjsNode = z.infer<typeof TfjsNode>;

const WeightEntry = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype: z.enum(['float32', 'int32']),
  quantization: z.object({ dtype: z.literal('float16') }).optional(),
});

/** The part of a TensorFlow.js `model.json` (graph model, weights stored in half precision) that is converted. */
const TfjsDocument = z.object({
  modelTopology: z.object({ node: z.array(TfjsNode) }),
  weightsManifest: z.array(z.object({ weights: z.array(WeightEntry) })),
});

/** A constant of the graph: integers, or the bits of 16-bit floats. */
export type TfjsWeight =
  | { readonly kind: 'half'; readonly shape: readonly number[]; readonly data: Uint16Array }
  | { readonly kind: 'integer'; readonly shape: readonly number[]; readonly data: Int32Array };

/** A graph with its constants, both by node name. */
export interface TfjsModel {
  readonly nodes: ReadonlyMap<string, TfjsNode>;
  readonly weights: ReadonlyMap<string, TfjsWeight>;
}

/**
 * Reads a TensorFlow.js graph model.
 *
 * @param json - text of its `model.json`
 * @param bytes - its weight files, one after the other
 * @throws DetectorError `model.build-failed` when the weights are not as long as the document says
 */
export function readTfjsModel(json: string, bytes: Uint8Array): TfjsModel {
  const document = TfjsDocument.parse(JSON.parse(json));
  const weights = new Map<string, TfjsWeight>();
  let offset = 0;
  for (const { name, shape, dtype, quantization } of document.weightsManifest.flatMap((group) => group.weights)) {
    const isHalf = dtype === 'float32' && quantization !== undefined;
    if (dtype === 'float32' && !isHalf)
      throw new DetectorError('model.build-failed', `weight ${name} is stored in 32 bits; 16 bits are expected`);
    const count = shape.reduce((product, size) => product * size, 1);
    const end = offset + count * (isHalf ? 2 : 4);
    if (end > bytes.length)
      throw new DetectorError('model.build-failed', `the weights end at byte ${bytes.length}, inside ${name}`);
    const copy = new Uint8Array(bytes.subarray(offset, end)).buffer; // aligned, which the file is not
    weights.set(
      name,
      isHalf
        ? { kind: 'half', shape, data: new Uint16Array(copy) }
        : { kind: 'integer', shape, data: new Int32Array(copy) },
    );
    offset = end;
  }
  if (offset !== bytes.length)
    throw new DetectorError('model.build-failed', `${bytes.length - offset} bytes are left over after the last weight`);
  return { nodes: new Map(document.modelTopology.node.map((node) => [node.name, node])), weights };
}
