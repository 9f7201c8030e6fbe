import { labelGroup } from './label-groups.js';
import { LABELS, type Label } from './labels.js';

const GROUPS = [...new Set(LABELS.map(labelGroup))];
/** Number of each label's group, by the label's index. */
const GROUP_OF = Uint8Array.from(LABELS, (label) => GROUPS.indexOf(labelGroup(label)));

/** Boxes that may be objects, side by side in typed arrays: there can be thousands of them in one answer of a model. */
export class Candidates {
  /** x1, y1, x2, y2 of each box. */
  readonly boxes: Float64Array;
  readonly scores: Float64Array;
  /** Index of each box's label in `LABELS`. */
  readonly labels: Uint8Array;
  #count = 0;

  /** Makes room for a number of candidates. */
  constructor(capacity: number) {
    this.boxes = new Float64Array(4 * capacity);
    this.scores = new Float64Array(capacity);
    this.labels = new Uint8Array(capacity);
  }

  get count(): number {
    return this.#count;
  }

  /** Adds one; no more than there is room for. */
  add(x1: number, y1: number, x2: number, y2: number, score: number, label: number): void {
    const at = this.#count;
    this.boxes[4 * at] = x1;
    this.boxes[4 * at + 1] = y1;
    this.boxes[4 * at + 2] = x2;
    this.boxes[4 * at + 3] = y2;
    this.scores[at] = score;
    this.labels[at] = label;
    this.#count = at + 1;
  }

  /** Name of a candidate's label. */
  label(index: number): Label {
    return LABELS[this.labels[index] ?? 0] ?? LABELS[0];
  }

  /** Number of the group that a candidate's label belongs to. */
  group(index: number): number {
    return GROUP_OF[this.labels[index] ?? 0] ?? 0;
  }

  /** Indices from the best score to the worst; equal scores keep their order. */
  bestFirst(): Uint32Array {
    const { scores } = this;
    const order = Uint32Array.from({ length: this.#count }, (_, index) => index);
    return order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  }
}
