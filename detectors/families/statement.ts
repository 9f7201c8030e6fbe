import type { OnnxFile } from '../onnx/onnx-file.js';
import { FAMILIES } from './family.js';
import type { Family } from './family.js';

/** What an exporter wrote into a model about how it is laid out; null where it wrote nothing. */
export interface Statement {
  readonly family: Family | null;
  readonly isUltralytics: boolean;
  /** Whether its detections need no suppression any more. */
  readonly isFinished: boolean | null;
  /** What it was made to do, e.g. `detect` or `segment`. */
  readonly task: string | null;
}

function familyOf(description: string): Family | null {
  const version = /yolo(?:e|-?v)?-?(\d+)/i.exec(description)?.[1];
  const name = /rt-?detr/i.test(description) ? 'rtdetr' : version;
  return FAMILIES.find((family) => family === name || family === `yolo${name}` || family === `yolov${name}`) ?? null;
}

/** Parts of networks by which they are known: exporters name nodes and weights after them. */
const PARTS: readonly (readonly [RegExp, Family])[] = [
  // https://github.com/RangiLyu/nanodet/blob/main/nanodet/model/fpn/ghost_pan.py, and fpn/fpn.py of the older one
  [/\bfpn\W.*(reduce_layers|top_down_blocks)/, 'nanodet-plus'],
  [/\bfpn\W.*lateral_convs/, 'nanodet'],
  // https://github.com/huggingface/transformers/tree/main/src/transformers/models/d_fine, and models/rt_detr
  [/\b(pre_bbox_head|lqe_layers)\b/, 'dfine'],
  [/\b(encoder_input_proj|enc_score_head)\b/, 'rtdetr'],
];

function familyOfParts(names: readonly string[]): Family | null {
  return PARTS.find(([part]) => names.some((name) => part.test(name)))?.[1] ?? null;
}

/**
 * Reads the metadata of exports of ultralytics: `description`, `task`, `end2end`, `args`.
 * https://github.com/ultralytics/ultralytics/blob/main/ultralytics/engine/exporter.py. Else the names of the network's parts tell.
 */
export function readStatement({ metadata, partNames }: OnnxFile): Statement {
  const task = metadata.get('task') ?? null;
  const isUltralytics = task !== null || /ultralytics/i.test(metadata.get('author') ?? '');
  const endToEnd = metadata.get('end2end');
  const hasSuppression = (metadata.get('args') ?? '').includes("'nms': True");
  const isFinished = hasSuppression || endToEnd === 'True' ? true : endToEnd === 'False' ? false : null;
  const family = familyOf(metadata.get('description') ?? '') ?? familyOfParts(partNames);
  return { family, isUltralytics, isFinished, task };
}
