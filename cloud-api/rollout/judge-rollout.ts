import type { RolloutCounts } from './rollout.js';

/** What is known of a roll-out that runs. */
export interface RunningRollout {
  readonly soakMinutes: number | null;
  readonly haltAbovePercent: number;
  /** Gateways that had failed when somebody let it go on. */
  readonly tolerated: number;
  readonly stepAtMs: number;
}

/** What a roll-out that runs is to do by itself. */
export type Verdict =
  | { readonly verdict: 'go-on' }
  | { readonly verdict: 'advance' }
  | { readonly verdict: 'halt'; readonly reason: string };

/**
 * Judges a roll-out by what became of it: too many gateways that refused the document or fell silent halt it; when it has stood at its step for the
 * time that was set, and all gateways that were heard of since took the document, one at least, it advances.
 */
export function judgeRollout(running: RunningRollout, counts: RolloutCounts, nowMs: number): Verdict {
  const failed = counts.refused + counts.silent;
  if (failed > running.tolerated && failed * 100 > counts.given * running.haltAbovePercent)
    return {
      verdict: 'halt',
      reason: `of ${counts.given} gateways that were given the document ${counts.refused} refused it and ${counts.silent} fell silent: more than ${running.haltAbovePercent} %`,
    };
  const { soakMinutes, stepAtMs } = running;
  if (soakMinutes === null || nowMs - stepAtMs < soakMinutes * 60_000) return { verdict: 'go-on' };
  return counts.taken > 0 && counts.waiting === 0 ? { verdict: 'advance' } : { verdict: 'go-on' };
}
