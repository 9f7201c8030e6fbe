import { FACTORS } from '@lamppost/contracts';
import type { Moment } from '../events/moment.js';
import type { SensorWindow } from '../windows/sensor-window.js';
import { windowLevel } from '../windows/window-level.js';
import { windowRise } from '../windows/window-rise.js';
import type { CameraLook } from './camera-look.js';
import type { SingleCondition } from './document/fused-condition.js';
import type { NotedCondition } from './noted-condition.js';
import { riseLimit } from './note-rise.js';
import type { RuleState } from './rule-state.js';

type Met = NonNullable<NotedCondition['met']>;
type Of<Kind extends SingleCondition['kind']> = Extract<SingleCondition, { kind: Kind }>;

/**
 * Notes what a moment tells of the conditions of other sources: that they were heard, and by what they are met.
 *
 * @param window - of the moment's sensor and factor; null for a camera
 */
export function noteConditions(
  conditions: readonly SingleCondition[],
  state: RuleState,
  moment: Moment,
  window: SensorWindow | null,
): RuleState {
  const told = conditions.flatMap((condition, index): [string, NotedCondition][] => {
    if (!isOf(condition, moment)) return [];
    const before = state.noted?.[index];
    const met = metBy(condition, moment, window) ?? before?.met ?? null;
    return [[String(index), { heardMs: moment.atMs, met }]];
  });
  return told.length === 0 ? state : { ...state, noted: { ...state.noted, ...Object.fromEntries(told) } };
}

function isOf(condition: SingleCondition, moment: Moment): boolean {
  switch (condition.kind) {
    case 'level':
    case 'rise':
      return moment.kind === 'reading' && condition.sensor === moment.sourceId && condition.factor === moment.factor;
    case 'picture':
      return moment.kind !== 'reading' && condition.camera === moment.sourceId;
    case 'rule':
      return false;
    default:
      return condition satisfies never;
  }
}

function metBy(condition: SingleCondition, moment: Moment, window: SensorWindow | null): Met | null {
  switch (condition.kind) {
    case 'level':
      return window === null ? null : levelMet(condition, moment.atMs, window);
    case 'rise':
      return window === null ? null : riseMet(condition, moment.atMs, window);
    case 'picture':
      return moment.kind === 'reading' ? null : pictureMet(condition, moment);
    case 'rule':
      return null;
    default:
      return condition satisfies never;
  }
}

function levelMet(condition: Of<'level'>, atMs: number, window: SensorWindow): Met | null {
  const { sensor, factor, windowSeconds, above, below } = condition;
  const level = windowLevel(window, atMs, windowSeconds * 1000);
  if (level === null || (above !== null && level.mean <= above) || (below !== null && level.mean >= below)) return null;
  return {
    atMs,
    sinceMs: level.sinceMs,
    condition: `mean of ${factor} over ${windowSeconds} s at ${sensor} ${above === null ? 'below' : 'above'} its mark`,
    value: rounded(level.mean),
    limit: above ?? below,
    unit: FACTORS[factor].unit,
  };
}

function riseMet(condition: Of<'rise'>, atMs: number, window: SensorWindow): Met | null {
  const { sensor, factor, recentSeconds, beforeSeconds } = condition;
  const rise = windowRise(window, atMs, { recentMs: recentSeconds * 1000, beforeMs: beforeSeconds * 1000 });
  if (rise === null || rise.to < riseLimit(condition, rise.from)) return null;
  return {
    atMs,
    sinceMs: rise.sinceMs,
    condition: `${factor} at ${sensor} rose from ${rounded(rise.from)} to ${rounded(rise.to)}`,
    value: rounded(rise.to),
    limit: rounded(riseLimit(condition, rise.from)),
    unit: FACTORS[factor].unit,
  };
}

function pictureMet({ camera, labels }: Of<'picture'>, moment: Exclude<Moment, { kind: 'reading' }>): Met | null {
  const shown = moment.kind === 'sight' ? moment.labels : labelsOf(moment.look);
  const [label] = labels.filter((wanted) => shown.includes(wanted));
  if (labels.length > 0 && label === undefined) return null;
  const condition = label === undefined ? `picture of camera ${camera}` : `${label} seen by camera ${camera}`;
  return { atMs: moment.atMs, sinceMs: moment.atMs, condition, value: null, limit: null, unit: null };
}

/** Labels of what a look saw, each once. */
export function labelsOf({ hazards, tracks }: CameraLook): string[] {
  const { fires, smokes } = hazards;
  const labels = tracks.filter(({ visible }) => visible).map(({ label }) => label);
  return [...new Set([...labels, ...(fires.length > 0 ? ['fire'] : []), ...(smokes.length > 0 ? ['smoke'] : [])])];
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
