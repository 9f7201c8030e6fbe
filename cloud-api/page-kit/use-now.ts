import { useSyncExternalStore } from 'react';
import { nowMs } from './clock.js';

const TICK_MS = 30_000;

let atMs = nowMs();
let timer: number | undefined;
const listeners = new Set<() => void>();

/** One timer for all who look, however many rows of a list they are. */
function listen(listener: () => void): () => void {
  if (listeners.size === 0) {
    atMs = nowMs();
    timer = window.setInterval(() => {
      atMs = nowMs();
      for (const one of listeners) one();
    }, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.clearInterval(timer);
  };
}

const read = () => atMs;

/** The time of this machine, twice a minute. */
export function useNow(): number {
  return useSyncExternalStore(listen, read);
}
