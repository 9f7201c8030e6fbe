import type { HazardGrid } from '../burning/hazard-grid.js';
import { HAZARDS } from './hazard-labels.js';
import type { Hazard } from './hazard-labels.js';

/** The part of a look that says something of fire and smoke. */
interface HazardLook {
  readonly hazard: HazardGrid | null;
  readonly detections: readonly { readonly label: string; readonly score: number }[];
}

/**
 * How much a picture as a whole looks like fire and like smoke, each 0 to 1: the highest score of any cell of the hazard grid, or of any
 * detection of that label, whichever is higher.
 */
export function pictureHazards({ hazard, detections }: HazardLook): Record<Hazard, number> {
  const scoreOf = (name: Hazard) => {
    const found = detections.filter(({ label }) => label === name).map(({ score }) => score);
    return [...(hazard?.[name] ?? []), ...found].reduce((best, score) => Math.max(best, score), 0);
  };
  const [fire, smoke] = HAZARDS;
  return { fire: scoreOf(fire), smoke: scoreOf(smoke) };
}
