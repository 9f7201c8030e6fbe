import { EpochMs } from '@lamppost/contracts';
import { z } from 'zod';
import { LaneBuffer, emptyBuffer } from '../events/lane-buffer.js';
import { type SensorWindow, emptyWindow } from '../windows/sensor-window.js';
import type { RulePlan } from './rule-plan.js';
import { EMPTY_RULE_STATE, RuleState } from './rule-state.js';
import { RuleSubject, carryOver, subjectOf } from './rule-subject.js';

/** What is known of a source, and what was lost of it. */
export const SourceState = z.strictObject({
  newestMs: EpochMs.nullable(),
  /** Events that came after the lane had gone on: a reading is in its window, but was not judged. */
  late: z.int().min(0),
  /** Events that were there already. */
  duplicates: z.int().min(0),
  /** Moments that were judged before their time, because too many waited. */
  hurried: z.int().min(0),
  /** Times that its clock was set back. */
  setBack: z.int().min(0),
  /** Tick since which all its readings have been late; null when the last was not. */
  lateSinceTickMs: EpochMs.nullable(),
});
export type SourceState = z.infer<typeof SourceState>;

/** A source that nothing was heard of yet. */
export const EMPTY_SOURCE: SourceState = {
  newestMs: null,
  late: 0,
  duplicates: 0,
  hurried: 0,
  setBack: 0,
  lateSinceTickMs: null,
};

/** One lane: what waits, and what its rules remember, in the order of the plan. */
export interface LaneState {
  readonly buffer: LaneBuffer;
  readonly rules: readonly RuleState[];
}

/** All that the engine remembers, in the order of a plan; plain data. */
export interface EngineState {
  readonly lanes: readonly LaneState[];
  readonly windows: readonly SensorWindow[];
  readonly sources: readonly SourceState[];
  /** Time of the last tick; null before the first. */
  readonly tickMs: number | null;
}

/** What is kept of an engine across a restart or a change of the rules: by name. The windows come back from the time series. */
export const SavedEngine = z.strictObject({
  rules: z.record(z.string(), RuleState),
  /** What each rule was about. */
  subjects: z.record(z.string(), RuleSubject).default({}),
  lanes: z.record(z.string(), LaneBuffer),
  sources: z.record(z.string(), SourceState),
});
export type SavedEngine = z.infer<typeof SavedEngine>;

/** An engine that has seen nothing yet. */
export const NOTHING_SAVED: SavedEngine = { rules: {}, subjects: {}, lanes: {}, sources: {} };

/** What is to be kept of an engine. */
export function saveEngine(plan: RulePlan, state: EngineState): SavedEngine {
  const rules: Record<string, RuleState> = {};
  const subjects: Record<string, RuleSubject> = {};
  const lanes: Record<string, LaneBuffer> = {};
  plan.lanes.forEach((lane, index) => {
    const kept = state.lanes[index];
    if (kept === undefined) return;
    lanes[lane.id] = kept.buffer;
    lane.rules.forEach((planned, place) => {
      rules[planned.rule.id] = kept.rules[place] ?? EMPTY_RULE_STATE;
      subjects[planned.rule.id] = subjectOf(planned);
    });
  });
  const sources = Object.fromEntries(
    [...plan.sources].map(([source, index]) => [source, state.sources[index] ?? EMPTY_SOURCE]),
  );
  return { rules, subjects, lanes, sources };
}

/**
 * The state of an engine with these rules: each rule and lane that was there before goes on, by its name and what it is about.
 *
 * @param windows - of an engine that runs; empty after a restart
 */
export function restoreEngine(plan: RulePlan, saved: SavedEngine, windows: readonly SensorWindow[] = []): EngineState {
  const held = new Map(windows.map((window) => [`${window.sensorId}/${window.factor}`, window]));
  return {
    lanes: plan.lanes.map((lane) => ({
      buffer: saved.lanes[lane.id] ?? emptyBuffer(lane.placeOf.size),
      rules: lane.rules.map((planned) =>
        carryOver(planned, saved.rules[planned.rule.id], saved.subjects[planned.rule.id]),
      ),
    })),
    windows: plan.windows.map(
      ({ sensorId, factor }) => held.get(`${sensorId}/${factor}`) ?? emptyWindow(sensorId, factor),
    ),
    sources: [...plan.sources.keys()].map((source) => saved.sources[source] ?? EMPTY_SOURCE),
    tickMs: null,
  };
}
