import { useEffect, useState } from 'react';
import { nowMs } from './clock.js';

const TICK_MS = 30_000;

/** The time of this machine, twice a minute. */
export function useNow(): number {
  const [atMs, setAtMs] = useState(nowMs);
  useEffect(() => {
    const timer = window.setInterval(() => {
      setAtMs(nowMs());
    }, TICK_MS);
    return () => {
      window.clearInterval(timer);
    };
  }, []);
  return atMs;
}
