import type { Box } from '@lamppost/contracts';
import { type Detection, intersectionOverUnion } from '@lamppost/detectors';

/** Where the vehicle stands that the sights tell of. */
export const PLACE: Box = { x1: 0.4, y1: 0.5, x2: 0.5, y2: 0.6 };
/** By then a vehicle is known to stand, at any rate and with the misses of these scenes. */
export const KNOWN_MS = 8_000;

/** Numbers from 0 to 1, the same for the same seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A box moved to the right by its own length, or a part or multiple of it. */
export function shift(box: Box, lengths: number): Box {
  const by = lengths * (box.x2 - box.x1);
  return { ...box, x1: box.x1 + by, x2: box.x2 + by };
}

/** A box as a model would draw it: each edge off by up to 3 % of the size. */
function shaken({ x1, y1, x2, y2 }: Box, random: () => number): Box {
  const off = (size: number) => (random() - 0.5) * 0.06 * size;
  const [width, height] = [x2 - x1, y2 - y1];
  return {
    x1: Math.max(0, x1 + off(width)),
    y1: y1 + off(height),
    x2: Math.min(1, x2 + off(width)),
    y2: y2 + off(height),
  };
}

function found(box: Box, label: Detection['label'] = 'car'): Detection {
  return { label, classId: 2, score: 0.6, box };
}

const isInFrame = ({ x1, x2 }: Box) => x1 >= 0 && x2 <= 1;

/** When looks are taken, and what befalls them. All times are ms since the start. */
export interface Watch {
  readonly seed: number;
  readonly stepsMs: readonly number[];
  /** Share of the detections that the model misses. */
  readonly missed: number;
  /** Whether those that stand there longer may be missed while another has just come, and be taken for it. */
  readonly isNeighbourMissed?: boolean;
}

function timesOf({ stepsMs }: Watch, untilMs: number): number[] {
  const times: number[] = [];
  for (let time = 0, index = 0; time <= untilMs; index += 1) {
    times.push(time);
    time += stepsMs[index % stepsMs.length] ?? 1000;
  }
  return times;
}

/** Whether a look saw a vehicle in its place; `doubtful` when it shows another one there. */
export type Sight = 'seen' | 'doubtful' | 'unseen';

/** One look, and what it must count as. */
export interface Look {
  readonly timeMs: number;
  readonly detections: readonly Detection[];
  readonly sight: Sight;
}

/** A vehicle on its way. */
export interface Vehicle {
  /** Null before it is there, while it is hidden and when it is gone. */
  readonly boxAt: (timeMs: number) => Box | null;
}

/**
 * What a model would see of vehicles; `sight` tells of the first one. One that has just come is not missed twice in a row, and of several not
 * at all: looks that show two neighbours in turn could be of either. Nor is it missed while others pass: an empty place in one look, and another
 * vehicle there in the next, is what a car that has left looks like, and its dwell rightly begins anew.
 */
export function* looksAt(
  watch: Watch,
  untilMs: number,
  vehicles: readonly Vehicle[],
  passing: (timeMs: number) => readonly Box[] = () => [],
) {
  const random = chance(watch.seed);
  const firstMs = vehicles.map((): number | null => null);
  const wasMissed = vehicles.map(() => false);
  for (const timeMs of timesOf(watch, untilMs)) {
    const others = passing(timeMs).filter(isInFrame);
    const detections = others.map((box) => found(shaken(box, random), 'bus'));
    let sight: Sight = others.some((box) => intersectionOverUnion(box, PLACE) > 0.3) ? 'doubtful' : 'unseen';
    const boxes = vehicles.map(({ boxAt }) => boxAt(timeMs));
    boxes.forEach((box, index) => {
      if (box !== null && isInFrame(box)) firstMs[index] ??= timeMs;
    });
    const isNew = firstMs.map((first) => first !== null && timeMs - first < KNOWN_MS);
    boxes.forEach((box, index) => {
      const [luck, kind] = [random(), random()];
      if (box === null || !isInFrame(box)) return;
      const hasJustCome = watch.isNeighbourMissed === true ? isNew[index] : isNew.includes(true);
      const isSpared =
        others.length > 0 || (vehicles.length > 1 ? hasJustCome === true : isNew[index] === true && wasMissed[index]);
      const isMissed = luck < watch.missed && !isSpared;
      wasMissed[index] = isMissed;
      if (!isMissed) {
        detections.push(found(shaken(box, random)));
        if (index === 0) sight = 'seen';
      } else if (kind < 0.1 && isNew[index] !== true) {
        // One look at times draws a box that is too wide, or above the vehicle.
        detections.push(
          found(
            kind < 0.05
              ? { ...box, x1: box.x1 - 0.12, y1: box.y1 - 0.1 }
              : { ...box, y1: box.y1 - 0.06, y2: box.y2 - 0.06 },
          ),
        );
      }
    });
    yield { timeMs, detections, sight };
  }
}
