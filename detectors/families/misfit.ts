import type { SizedOutput } from './fit-heads.js';
import type { RecogniseRequest } from './recognise-request.js';

/** Prototypes that masks are made of in segmentation models. */
const MASK_CHANNELS = 32;

function looksLikeOtherTask(outputs: readonly SizedOutput[], classes: number): string | null {
  const [first] = outputs;
  if (outputs.some(({ shape }) => shape.length === 4 && shape[1] === MASK_CHANNELS))
    return 'it looks like a segmentation model: one of its outputs holds prototypes of masks. Export the detector of the same family';
  if (outputs.length === 1 && first?.shape.length === 2)
    return 'it looks like a classification model: it answers with one row of scores for the whole picture. A detector is needed';
  const [, channels = null, last = null] = first?.shape ?? [];
  if (first?.shape.length !== 3 || channels === null) return null;
  const isChannelsFirst = last === null || last > channels;
  if (isChannelsFirst && channels === 5 + classes)
    return 'it looks like a model of oriented boxes (obb): one more channel than boxes and classes need. Export a detector of upright boxes';
  const extra = (isChannelsFirst ? channels : last) - 4 - classes;
  if (extra > 5 && extra % 3 === 0 && classes < 5)
    return `it looks like a pose model: ${extra / 3} key points after the boxes and classes. Export the detector of the same family`;
  return null;
}

function isRawHead({ shape }: SizedOutput): boolean {
  return shape.length === 5 || shape.length === 4;
}

/** Why the outputs of a model fit nothing that is known, and what could be written into its sidecar. */
export function misfitReason(
  outputs: readonly SizedOutput[],
  { classes, sidecar, model, size }: RecogniseRequest,
): [reason: string, lines: string[]] {
  const other = looksLikeOtherTask(outputs, classes.length);
  if (other !== null) return [other, []];
  if (outputs.length > 0 && outputs.every(isRawHead))
    return [
      'its outputs are the bare levels of a head, before boxes are decoded; export it with decoding (YOLOv7: --grid, YOLOv5: without --train)',
      [],
    ];
  if (sidecar.output !== undefined && !model.onnx.outputs.some(({ name }) => name === sidecar.output))
    return [`it has no output ${sidecar.output}`, model.onnx.outputs.slice(0, 1).map(({ name }) => `output: ${name}`)];
  const given = sidecar.family === undefined ? '' : ` as family ${sidecar.family}`;
  const counts = outputs.flatMap(({ shape }) => (shape.length === 3 ? shape.slice(1) : []));
  const likely = [...new Set(counts.flatMap((count) => (count === null ? [] : [count - 4, count - 5])))]
    .filter((count) => count > 0 && count < 400 && count !== classes.length && count !== 295 && count !== 296)
    .slice(0, 2);
  return [
    `its outputs fit no family${given} with ${classes.length} classes at ${size.width} x ${size.height} pixels`,
    [
      `family: yolov8   # or whichever it is`,
      `classes: [...]   # all names${likely.length === 0 ? '' : `: by the outputs ${likely.join(' or ')} of them`}`,
    ],
  ];
}
