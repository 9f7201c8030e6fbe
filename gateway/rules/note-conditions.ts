import { FACTORS } from '@lamppost/contracts';
import type { Moment } from '../events/moment.js';
import type { SensorWindow } from '../windows/sensor-window.js';
import { windowLevel } from '../windows/window-level.js';
import { windowRise } from '../windows/window-rise.js';
import type { CameraLook } from './camera-look.js';
import { type CountedCondition, type SingleCondition, heardFor } from './document/fused-condition.js';
import type { NotedCondition } from './noted-condition.js';
import { riseLimit } from './note-rise.js';
import type { RuleState } from './rule-state.js';

type Met = NonNullable<NotedCondition['met']>;
type Heard = ReturnType<typeof heardFor>;
type Of<Kind extends CountedCondition['kind']> = Extract<CountedCondition, { kind: Kind }>;

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
    const heard = heardFor(condition);
    if (!isOf(heard, moment)) return [];
    const before = state.noted?.[index];
    const metNow = metBy(heard, moment, window);
    const note = { heardMs: moment.atMs, met: metNow ?? before?.met ?? null };
    if (condition.kind !== 'nOfM') return [[String(index), note]];
    const spans = before?.metSpansMs ?? [];
    return [[String(index), { ...note, metSpansMs: metNow === null ? spans : addSpan(condition, spans, moment.atMs) }]];
  });
  return told.length === 0 ? state : { ...state, noted: { ...state.noted, ...Object.fromEntries(told) } };
}

/** The spans in which a condition was met, with that of `atMs`; only the newest can count. */
function addSpan(
  { m, everySeconds }: Extract<SingleCondition, { kind: 'nOfM' }>,
  spansMs: readonly number[],
  atMs: number,
): readonly number[] {
  const spanMs = spanOf(atMs, everySeconds);
  return spansMs.at(-1) === spanMs ? spansMs : [...spansMs, spanMs].slice(-m);
}

/** Beginning of the span that a moment lies in: they follow one another from 1970 on, so that no order of events can move them. */
export function spanOf(atMs: number, everySeconds: number): number {
  const everyMs = Math.round(everySeconds * 1000);
  return Math.floor(atMs / everyMs) * everyMs;
}

function isOf(condition: Heard, moment: Moment): boolean {
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

function metBy(condition: Heard, moment: Moment, window: SensorWindow | null): Met | null {
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
