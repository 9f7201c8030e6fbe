import type { Rollout } from './use-rollouts.js';

/** What a person may do with a roll-out. */
type RolloutStep = 'advance' | 'pause' | 'resume' | 'retry' | 'roll-back';

/** In which states each step may be taken, as the cloud has it. */
const FROM: Readonly<Record<RolloutStep, readonly Rollout['state'][]>> = {
  advance: ['running'],
  pause: ['running'],
  resume: ['paused', 'halted'],
  retry: ['running', 'paused', 'halted'],
  'roll-back': ['running', 'paused', 'halted', 'finished'],
};
const STEPS: readonly RolloutStep[] = ['advance', 'resume', 'pause', 'retry', 'roll-back'];

/** The steps that a roll-out allows, in the order of their buttons; there is nothing to send again where no gateway refused. */
export function stepsOf({ state, counts }: Pick<Rollout, 'state' | 'counts'>): RolloutStep[] {
  return STEPS.filter((step) => FROM[step].includes(state) && (step !== 'retry' || counts.refused > 0));
}

/** Percentages as somebody writes them; null where they do not grow, or do not end with 100. */
export function readShares(text: string): number[] | null {
  const shares = text
    .split(/[\s,，、%]+/)
    .filter((word) => word !== '')
    .map(Number);
  const isGrowing = shares.every(
    (share, at) => Number.isInteger(share) && share > (shares[at - 1] ?? 0) && share <= 100,
  );
  return isGrowing && shares.at(-1) === 100 && shares.length <= 20 ? shares : null;
}
