import type { DeclaredValue } from '../onnx/onnx-messages.js';
import type { ConstantInput, PictureInput } from './detector-plan.js';
import { elementName, unrecognised } from './seen-model.js';
import type { SeenModel } from './seen-model.js';
import type { Sidecar } from './sidecar.js';

/** The inputs of a model, but for what depends on its family. */
export interface ModelInputs {
  readonly picture: Omit<PictureInput, 'normalisation'>;
  readonly constants: readonly ConstantInput[];
}

type Shape = readonly (number | string)[];

function layoutOf(shape: Shape, given: Sidecar['input']['layout']): PictureInput['layout'] | null {
  const [, second, , last] = shape;
  if (second === 3 && last !== 3) return 'nchw';
  if (last === 3 && second !== 3) return 'nhwc';
  return given ?? null;
}

function sizeOf(shape: Shape, layout: PictureInput['layout']) {
  const [height, width] = layout === 'nchw' ? shape.slice(2) : shape.slice(1, 3);
  return { width: width ?? '?', height: height ?? '?' };
}

function elementOf(model: SeenModel, { name, elementType }: DeclaredValue): PictureInput['elementType'] {
  const element = elementName(elementType);
  if (element === 'float32' || element === 'float16' || element === 'uint8') return element;
  throw unrecognised(model, `its input ${name} takes ${element}; only float32, float16 and uint8 can be given to it`);
}

/**
 * RT-DETR and D-FINE multiply their boxes by it; 1 leaves fractions, whatever the order of width and height.
 * https://github.com/lyuwenyu/RT-DETR/blob/main/rtdetrv2_pytorch/tools/export_onnx.py
 */
function constantFor(model: SeenModel, { name, elementType }: DeclaredValue): ConstantInput {
  const element = elementName(elementType);
  if (name === 'orig_target_sizes' && (element === 'int64' || element === 'int32' || element === 'float32'))
    return { name, elementType: element, values: [1, 1] };
  throw unrecognised(
    model,
    `nobody knows what to give to its input ${name}; export it so that it takes a picture, and orig_target_sizes at most`,
  );
}

/** Finds out how a model takes its picture. */
export function readInputs(model: SeenModel, sidecar: Sidecar): ModelInputs {
  const pictures = model.onnx.inputs.filter(({ shape }) => shape === null || shape.length === 4);
  const [input] = pictures;
  if (input === undefined || pictures.length > 1)
    throw unrecognised(
      model,
      `it has ${pictures.length} inputs that could take a picture, not one; it is no detector of single pictures`,
    );
  const constants = model.onnx.inputs.filter((one) => one !== input).map((one) => constantFor(model, one));
  const elementType = elementOf(model, input);
  const shape = input.shape ?? ['?', '?', '?', '?'];
  const [batch] = shape;
  if (typeof batch === 'number' && batch !== 1)
    throw unrecognised(model, `it takes ${batch} pictures at a time; export it with a batch of 1`);
  const layout = layoutOf(shape, sidecar.input.layout);
  if (layout === null)
    throw unrecognised(model, `it cannot be told where its input ${input.name} has the three channels`, [
      'input:',
      '  layout: nchw   # or nhwc',
    ]);
  const channels = layout === 'nchw' ? shape[1] : shape[3];
  if (typeof channels === 'number' && channels !== 3)
    throw unrecognised(
      model,
      `its input ${input.name} has ${channels} channels; only pictures of 3 can be given to it`,
    );
  const { width, height } = sizeOf(shape, layout);
  const isFixed = typeof width === 'number' && typeof height === 'number';
  const size = isFixed ? { width, height } : (sidecar.input.size ?? null);
  return { picture: { name: input.name, elementType, layout, size }, constants };
}
