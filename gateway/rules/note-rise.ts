import type { SensorWindow } from '../windows/sensor-window.js';
import { windowRise } from '../windows/window-rise.js';
import type { DustRise } from './document/dust-rise.js';
import type { RuleState } from './rule-state.js';

/** Value that the newest readings must reach, in ug/m3, when those before had the median `from`. */
export function riseLimit(dust: Pick<DustRise, 'riseBy' | 'risePerCent'>, from: number): number {
  return Math.max(from + dust.riseBy, from * (1 + dust.risePerCent / 100));
}

/** Remembers the rise of dust up to a reading when it is high enough; a reading from before the remembered one changes nothing. */
export function noteRise(dust: DustRise, state: RuleState, atMs: number, window: SensorWindow): RuleState {
  if (state.rise !== undefined && atMs < state.rise.atMs) return state;
  const risen = windowRise(window, atMs, { recentMs: dust.recentSeconds * 1000, beforeMs: dust.beforeSeconds * 1000 });
  return risen !== null && risen.to >= riseLimit(dust, risen.from) ? { ...state, rise: { atMs, ...risen } } : state;
}
