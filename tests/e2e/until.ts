import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 200;

/**
 * Waits until a condition holds and returns what it gave.
 *
 * @throws Error when it did not hold in time, with what was awaited and what was seen last
 */
export async function until<T>(what: string, timeoutMs: number, look: () => T | null | Promise<T | null>): Promise<T> {
  const endMs = Date.now() + timeoutMs;
  let last: unknown = null;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== null) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    if (Date.now() > endMs) throw new Error(`waited ${timeoutMs} ms in vain for ${what}; last: ${String(last)}`);
    await wait(POLL_MS);
  }
}
