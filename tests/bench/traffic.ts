import type { Detection } from '@lamppost/detectors';
import { seededRandom } from './seeded-random.js';

/** Share of the vehicles that stand still. */
const STANDING_SHARE = 0.4;
/** Share of the looks in which a model does not see an object that is there. */
const MISSED_SHARE = 0.05;
/** Unrest of a model's boxes, as a share of their size. */
const UNREST = 0.02;
const SIZES = [
  { label: 'car', classId: 2, width: 0.06, height: 0.05 },
  { label: 'truck', classId: 7, width: 0.09, height: 0.09 },
  { label: 'person', classId: 0, width: 0.015, height: 0.06 },
] as const;

interface Actor {
  readonly kind: (typeof SIZES)[number];
  readonly x: number;
  readonly y: number;
  /** Fractions of the frame a second. */
  readonly speed: number;
}

/** A street of lanes, in which some of the objects stand and the others drive or walk through. */
function actors(count: number, random: () => number): Actor[] {
  return Array.from({ length: count }, () => {
    const kind = SIZES[Math.floor(random() * random() * SIZES.length)] ?? SIZES[0];
    const lane = Math.floor(random() * 12);
    const isStanding = random() < STANDING_SHARE;
    const pace = kind.label === 'person' ? 0.03 : 0.15;
    const speed = isStanding ? 0 : (lane % 2 === 0 ? 1 : -1) * pace * (0.5 + random());
    return { kind, x: random(), y: 0.15 + lane * 0.06, speed };
  });
}

/**
 * What a model would see of a street with so many objects, look after look: boxes that tremble, objects that are missed now and then, and
 * here and there a weak detection of nothing. Always the same for the same count.
 *
 * @param lookMs - time between two looks
 */
export function traffic(count: number, looks: number, lookMs: number): Detection[][] {
  const random = seededRandom(count);
  const street = actors(count, random);
  return Array.from({ length: looks }, (_, look) => {
    const seconds = (look * lookMs) / 1000;
    const seen = street.flatMap(({ kind, x, y, speed }): Detection[] => {
      if (random() < MISSED_SHARE) return [];
      const { label, classId, width, height } = kind;
      const tremble = (size: number) => (random() - 0.5) * 2 * UNREST * size;
      const left = ((((x + speed * seconds) % 1) + 1) % 1) * (1 - width) + tremble(width);
      const top = Math.min(y, 1 - height) + tremble(height);
      const [x1, y1] = [Math.max(0, left), Math.max(0, top)];
      const box = {
        x1,
        y1,
        x2: Math.min(1, x1 + width + tremble(width)),
        y2: Math.min(1, y1 + height + tremble(height)),
      };
      return [{ label, classId, score: 0.3 + 0.6 * random(), box }];
    });
    const ghosts = Array.from({ length: Math.round(count * 0.03 * random() * 2) }, (): Detection => {
      const [x1, y1] = [random() * 0.9, random() * 0.9];
      return { label: 'car', classId: 2, score: 0.2 + 0.1 * random(), box: { x1, y1, x2: x1 + 0.05, y2: y1 + 0.05 } };
    });
    return [...seen, ...ghosts].sort((a, b) => b.score - a.score);
  });
}
