/** Families of detectors whose exports can be read. */
export const FAMILIES = [
  'yolov5',
  'yolov7',
  'yolov8',
  'yolov9',
  'yolov10',
  'yolo11',
  'yolo12',
  'yolo26',
  'yolox',
  'nanodet',
  'nanodet-plus',
  'rtdetr',
  'dfine',
  'lamppost',
] as const;

/** One of {@link FAMILIES}; `lamppost` is this project's own: boxes in pixels, scores and classes ready to read. */
export type Family = (typeof FAMILIES)[number];

/** What is done to a pixel's value `v` (0 to 255) before the model sees it: `(v * scale - mean) / std`, channel by channel. */
export interface Normalisation {
  /** Order of the channels in the model's input, and in `mean` and `std`. */
  readonly channels: 'rgb' | 'bgr';
  readonly scale: number;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

const PLAIN = { mean: [0, 0, 0], std: [1, 1, 1] } as const;

/**
 * How a family was trained to see pixels.
 *
 * - YOLO of all versions and RT-DETR: red first, 0 to 1
 *   (https://github.com/ultralytics/ultralytics/blob/main/ultralytics/engine/predictor.py,
 *   https://huggingface.co/PekingU/rtdetr_r50vd/blob/main/preprocessor_config.json: no mean, no deviation)
 * - YOLOX: blue first, 0 to 255 (https://github.com/Megvii-BaseDetection/YOLOX/blob/main/yolox/data/data_augment.py)
 * - NanoDet: blue first, mean and deviation of ImageNet (https://github.com/RangiLyu/nanodet/blob/main/config/nanodet-plus-m_416.yml)
 */
export function normalisationOf(family: Family): Normalisation {
  switch (family) {
    case 'yolox':
    case 'lamppost':
      return { channels: 'bgr', scale: 1, ...PLAIN };
    case 'nanodet':
    case 'nanodet-plus':
      return { channels: 'bgr', scale: 1, mean: [103.53, 116.28, 123.675], std: [57.375, 57.12, 58.395] };
    case 'yolov5':
    case 'yolov7':
    case 'yolov8':
    case 'yolov9':
    case 'yolov10':
    case 'yolo11':
    case 'yolo12':
    case 'yolo26':
    case 'rtdetr':
    case 'dfine':
      return { channels: 'rgb', scale: 1 / 255, ...PLAIN };
    default:
      return family satisfies never;
  }
}
