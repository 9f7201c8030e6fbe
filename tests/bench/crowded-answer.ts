import type { PixelSize } from '@lamppost/detectors';
import { seededRandom } from './seeded-random.js';

/** Objects in the picture. */
const OBJECTS = 30;
/** Classes that they are of: the street's. */
const CLASSES = [0, 1, 2, 3, 5, 7, 24, 25];

/** What a detector with a grid of anchors answers. */
export interface CrowdedAnswer {
  /** x1, y1, x2, y2 of each anchor in pixels. */
  readonly boxes: Float32Array;
  readonly scores: Float32Array;
  readonly classes: Int32Array;
  readonly objects: number;
}

/**
 * Makes up what a detector answers for a busy street: 30 objects, each told by several neighbouring anchors with boxes that differ a
 * little, and low scores everywhere else. Always the same for the same number of anchors.
 *
 * @param hitsPerObject - anchors that tell one object with a score above 0.2
 */
export function crowdedAnswer(anchors: number, hitsPerObject: number, { width, height }: PixelSize): CrowdedAnswer {
  const random = seededRandom(anchors);
  const boxes = new Float32Array(4 * anchors);
  const scores = new Float32Array(anchors);
  const classes = new Int32Array(anchors);
  const put = (anchor: number, x: number, y: number, across: number, down: number) => {
    boxes.set([x - across / 2, y - down / 2, x + across / 2, y + down / 2], 4 * anchor);
  };
  for (let anchor = 0; anchor < anchors; anchor += 1) {
    put(anchor, random() * width, random() * height, 10 + random() * 40, 10 + random() * 40);
    scores[anchor] = random() * random() * 0.15;
    classes[anchor] = Math.floor(random() * 80);
  }
  for (let object = 0; object < OBJECTS; object += 1) {
    const [x, y, across, down] = [random() * width, random() * height, 20 + random() * 60, 20 + random() * 60];
    const classId = CLASSES[Math.floor(random() * CLASSES.length)] ?? 0;
    for (let hit = 0; hit < hitsPerObject; hit += 1) {
      const anchor = Math.floor(random() * anchors);
      const shift = () => (random() - 0.5) * 6;
      put(anchor, x + shift(), y + shift(), across + shift(), down + shift());
      scores[anchor] = 0.2 + 0.7 * random();
      classes[anchor] = classId;
    }
  }
  return { boxes, scores, classes, objects: OBJECTS };
}
