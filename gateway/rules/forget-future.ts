import type { RuleState } from './rule-state.js';

/** What a rule remembers, after a clock was set back to `atMs`: nothing of it lies in the future. */
export function forgetFuture(state: RuleState, atMs: number): RuleState {
  const { rise, counted, noted, ...rest } = state;
  const open = state.open.map((one) => ({ ...one, lastSeenAtMs: Math.min(one.lastSeenAtMs, atMs) }));
  const isKept = <T extends { atMs: number }>(one: T | undefined): one is T => one !== undefined && one.atMs <= atMs;
  return {
    ...rest,
    open,
    presence: null,
    ...(isKept(rise) ? { rise } : {}),
    ...(counted !== undefined && counted.window.endMs <= atMs ? { counted } : {}),
    ...(noted === undefined
      ? {}
      : {
          noted: Object.fromEntries(
            Object.entries(noted).map(([index, { heardMs, met, metSpansMs }]) => [
              index,
              {
                heardMs: Math.min(heardMs, atMs),
                met: met !== null && met.atMs <= atMs ? met : null,
                ...(metSpansMs === undefined ? {} : { metSpansMs: metSpansMs.filter((spanMs) => spanMs <= atMs) }),
              },
            ]),
          ),
        }),
    ...(state.ended === undefined
      ? {}
      : { ended: state.ended.map((one) => ({ ...one, endedAtMs: Math.min(one.endedAtMs, atMs) })) }),
    ...(state.heldSinceMs == null ? {} : { heldSinceMs: Math.min(state.heldSinceMs, atMs) }),
    ...(state.persuading === undefined
      ? {}
      : {
          persuading: state.persuading.map((one) => ({
            ...one,
            seenAtMs: Math.min(one.seenAtMs, atMs),
            graceEndsMs: Math.min(one.graceEndsMs, atMs + one.reminder.graceMs),
          })),
        }),
  };
}
