import { COCO_LABELS } from './coco-labels.js';

/** What a detection can be called: the street model's classes, and what only a model that a city brings can tell. */
export const LABELS = [...COCO_LABELS, 'stall', 'fire', 'smoke', 'tricycle'] as const;

/** One of {@link LABELS}. */
export type Label = (typeof LABELS)[number];

const INDEX: ReadonlyMap<string, number> = new Map(LABELS.map((label, index) => [label, index]));

/** Index of a label in {@link LABELS}. */
export function labelIndex(label: Label): number {
  return INDEX.get(label) ?? -1;
}
