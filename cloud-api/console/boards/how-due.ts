/** The last part of the time there was. */
const SOON_SHARE = 0.25;

/** How something stands with its deadline, and for how long: until then, or since. */
export interface HowDue {
  readonly how: 'late' | 'soon' | 'far';
  readonly lengthMs: number;
}

/** Whether there is time until something is due: `soon` when at most a quarter of the time since `fromMs` is left. */
export function howDue(of: { readonly dueAtMs: number; readonly fromMs: number; readonly nowMs: number }): HowDue {
  const leftMs = of.dueAtMs - of.nowMs;
  if (leftMs < 0) return { how: 'late', lengthMs: -leftMs };
  return { how: leftMs <= (of.dueAtMs - of.fromMs) * SOON_SHARE ? 'soon' : 'far', lengthMs: leftMs };
}
