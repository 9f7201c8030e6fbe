import { ProblemError } from '../errors/problem-error.js';

const RETRY_AFTER_S = 5;

/** Lets a few in at a time, and a bounded number wait. */
export interface Turnstile {
  /**
   * Runs `work` when it is its turn.
   *
   * @throws ProblemError `service.busy` when the queue is full, before `work` begins
   */
  pass<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** A turnstile; who comes when `maxWaiting` wait already is turned away. */
export function createTurnstile(options: { maxInside: number; maxWaiting: number }): Turnstile {
  const { maxInside, maxWaiting } = options;
  const waiting: (() => void)[] = [];
  let inside = 0;
  return {
    pass: async (work) => {
      if (inside >= maxInside) {
        if (waiting.length >= maxWaiting)
          throw new ProblemError('service.busy', `${maxWaiting} packages wait to be verified`, {
            retryAfterSeconds: RETRY_AFTER_S,
          });
        // Whoever leaves hands the place over, so `inside` stays as it is.
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else {
        inside += 1;
      }
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) inside -= 1;
        else next();
      }
    },
  };
}
