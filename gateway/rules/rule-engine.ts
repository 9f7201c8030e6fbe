import type { SensorReading } from '@lamppost/contracts';
import type { EngineEvent } from '../events/engine-event.js';
import { type Released, offer, setBack, tick } from '../events/lane-buffer.js';
import type { Moment } from '../events/moment.js';
import { sourceKey } from '../events/source-key.js';
import { addReading, forgetAfter } from '../windows/add-reading.js';
import type { CameraLook } from './camera-look.js';
import { EngineDraft } from './engine-draft.js';
import type { EngineState } from './engine-state.js';
import { forgetFuture } from './forget-future.js';
import { judgeMoment } from './judge-moment.js';
import { labelsOf } from './note-conditions.js';
import type { Outcome } from './outcome.js';
import { giveUpWaiting, noteDelivery } from './persuade.js';
import type { RuleFacts } from './rule-facts.js';
import { type LanePlan, type RulePlan, factorKey } from './rule-plan.js';
import { EMPTY_RULE_STATE, type RuleState } from './rule-state.js';

/** A camera's looks come in order: one that is older than the last by more than this comes from a clock that was set back. */
const CAMERA_SET_BACK_MS = 5_000;
/** A sensor all of whose readings have been late for so long has had its clock set back. */
const SENSOR_SET_BACK_MS = 60_000;

/** Answer of the engine: its next state, and what comes of the event. */
export interface EngineAnswer {
  readonly state: EngineState;
  readonly outcomes: readonly Outcome[];
}

/**
 * Takes one event. Pure and synchronous, without a clock: what is judged depends on event times alone, so that the same events give the same
 * outcomes bit for bit, in whatever order they come within the tolerance of their lane.
 */
export function takeEvent(plan: RulePlan, state: EngineState, event: EngineEvent): EngineAnswer {
  switch (event.kind) {
    case 'look': {
      const draft = new EngineDraft(state);
      takeLook(plan, draft, event.look);
      return answer(draft);
    }
    case 'reading':
      return takeReadings(plan, state, [event.reading]);
    case 'tick': {
      const draft = new EngineDraft(state, event.nowMs);
      takeTick(plan, draft, event.nowMs);
      return answer(draft);
    }
    case 'reminder': {
      const draft = new EngineDraft(state);
      takeDelivery(plan, draft, event);
      return answer(draft);
    }
    default:
      return event satisfies never;
  }
}

/** Takes readings one after another, as {@link takeEvent} does: what all sources have in common is copied once for all of them. */
export function takeReadings(plan: RulePlan, state: EngineState, readings: readonly SensorReading[]): EngineAnswer {
  const draft = new EngineDraft(state);
  for (const reading of readings) takeReading(plan, draft, reading);
  return answer(draft);
}

/**
 * Takes a reading back that was stored before a restart: it is in its window, and judged where its lane had not gone so far. Nothing is
 * judged in a lane that knows of nothing before. Pure.
 */
export function takeStored(plan: RulePlan, state: EngineState, reading: SensorReading): EngineAnswer {
  const { sensorId, factor, measuredAtMs } = reading;
  const place = plan.windowOf.get(factorKey(sensorId, factor));
  const draft = new EngineDraft(state);
  if (place === undefined || !addToWindow(plan, draft, place, reading)) return answer(draft);
  const isLeftOut = (index: number) => measuredAtMs < (draft.lane(index).buffer.watermarkMs ?? Infinity);
  const key = sourceKey('sensor', sensorId);
  const moment: Moment = { kind: 'reading', atMs: measuredAtMs, sourceId: sensorId, factor };
  for (const index of plan.lanesOf.get(key) ?? []) {
    const lane = plan.lanes[index];
    if (lane?.listeners.has(`${key}/${factor}`) !== true || isLeftOut(index)) continue;
    const event = { source: lane.placeOf.get(key) ?? 0, atMs: measuredAtMs, moment, tickMs: draft.tickMs };
    judgeReleased(plan, draft, index, offer(draft.lane(index).buffer, event, lane.toleranceMs));
  }
  return answer(draft);
}

function answer(draft: EngineDraft): EngineAnswer {
  return { state: draft.finish(), outcomes: draft.outcomes };
}

function takeLook(plan: RulePlan, draft: EngineDraft, look: CameraLook): void {
  const { cameraId, atMs } = look;
  const key = sourceKey('camera', cameraId);
  const source = plan.sources.get(key);
  if (source === undefined) return;
  const { newestMs } = draft.source(source);
  if (newestMs !== null && atMs < newestMs - CAMERA_SET_BACK_MS) setSourceBack(plan, draft, key, atMs);
  bring(plan, draft, key, atMs, (lane) =>
    lane.judged.has(cameraId)
      ? { kind: 'look', atMs, sourceId: cameraId, look }
      : { kind: 'sight', atMs, sourceId: cameraId, labels: labelsOf(look) },
  );
}

function takeReading(plan: RulePlan, draft: EngineDraft, reading: SensorReading): void {
  const { sensorId, factor, measuredAtMs: atMs } = reading;
  const key = sourceKey('sensor', sensorId);
  const source = plan.sources.get(key);
  if (source === undefined) return;
  const place = plan.windowOf.get(factorKey(sensorId, factor));
  const isDuplicate = place !== undefined && !addToWindow(plan, draft, place, reading);
  if (isDuplicate) {
    const known = draft.source(source);
    draft.setSource(source, { ...known, duplicates: known.duplicates + 1 });
    return;
  }
  const isLate = bring(plan, draft, key, atMs, (lane) =>
    lane.listeners.has(`${key}/${factor}`) ? { kind: 'reading', atMs, sourceId: sensorId, factor } : null,
  );
  const known = draft.source(source);
  // Back-fill is late by its nature: it says nothing of the clock.
  if (!isLate || reading.marks?.includes('backfill') === true) {
    if (!isLate && known.lateSinceTickMs !== null) draft.setSource(source, { ...known, lateSinceTickMs: null });
    return;
  }
  const sinceMs = known.lateSinceTickMs ?? draft.tickMs;
  draft.setSource(source, { ...known, lateSinceTickMs: sinceMs });
  if (sinceMs !== null && draft.tickMs !== null && draft.tickMs - sinceMs >= SENSOR_SET_BACK_MS)
    setSourceBack(plan, draft, key, atMs);
}

/** @returns whether the reading was new to its window */
function addToWindow(plan: RulePlan, draft: EngineDraft, place: number, reading: SensorReading): boolean {
  const before = draft.window(place);
  const options = plan.windows[place];
  if (before === null || options === undefined) return true;
  const after = addReading(before, reading, options);
  draft.setWindow(place, after);
  return after.duplicates === before.duplicates;
}

/**
 * Brings an event to the lanes of its source.
 *
 * @returns whether it was late in one of them
 */
function bring(
  plan: RulePlan,
  draft: EngineDraft,
  key: string,
  atMs: number,
  momentFor: (lane: LanePlan) => Moment | null,
): boolean {
  let isLate = false;
  let isDuplicate = false;
  let hurried = 0;
  for (const index of plan.lanesOf.get(key) ?? []) {
    const lane = plan.lanes[index];
    if (lane === undefined) continue;
    const event = { source: lane.placeOf.get(key) ?? 0, atMs, moment: momentFor(lane), tickMs: draft.tickMs };
    const taken = offer(draft.lane(index).buffer, event, lane.toleranceMs);
    isLate ||= taken.fate === 'late';
    isDuplicate ||= taken.fate === 'duplicate';
    hurried += taken.hurried;
    judgeReleased(plan, draft, index, taken);
  }
  const source = plan.sources.get(key) ?? 0;
  const known = draft.source(source);
  draft.setSource(source, {
    ...known,
    newestMs: isLate ? known.newestMs : Math.max(atMs, known.newestMs ?? 0),
    late: known.late + (isLate ? 1 : 0),
    duplicates: known.duplicates + (isDuplicate ? 1 : 0),
    hurried: known.hurried + hurried,
  });
  return isLate;
}

function judgeReleased(plan: RulePlan, draft: EngineDraft, index: number, { buffer, ready }: Released): void {
  const lane = plan.lanes[index];
  const before = draft.lane(index);
  if (lane === undefined || ready.length === 0) {
    if (buffer !== before.buffer) draft.setLane(index, { buffer, rules: before.rules });
    return;
  }
  const rules: RuleState[] = [...before.rules];
  const facts = factsOf(plan, draft, lane, rules);
  for (const moment of ready) {
    const key =
      moment.kind === 'reading'
        ? `${sourceKey('sensor', moment.sourceId)}/${moment.factor}`
        : sourceKey('camera', moment.sourceId);
    for (const place of lane.listeners.get(key) ?? []) {
      const planned = lane.rules[place];
      if (planned === undefined) continue;
      const judged = judgeMoment(planned, rules[place] ?? EMPTY_RULE_STATE, moment, facts);
      rules[place] = judged.state;
      if (judged.outcomes.length > 0) draft.outcomes.push(...judged.outcomes);
    }
  }
  draft.setLane(index, { buffer, rules });
}

function factsOf(plan: RulePlan, draft: EngineDraft, lane: LanePlan, rules: readonly RuleState[]): RuleFacts {
  return {
    gatewayId: plan.book.gatewayId,
    calendar: plan.calendar,
    windowOf: (sensorId, factor) => draft.window(plan.windowOf.get(factorKey(sensorId, factor))),
    // A rule that another waits for is in the same lane.
    openOf: (ruleId) => rules[lane.rules.findIndex(({ rule }) => rule.id === ruleId)]?.open ?? [],
  };
}

function setSourceBack(plan: RulePlan, draft: EngineDraft, key: string, atMs: number): void {
  for (const index of plan.lanesOf.get(key) ?? []) {
    const lane = plan.lanes[index];
    if (lane === undefined) continue;
    judgeReleased(
      plan,
      draft,
      index,
      setBack(draft.lane(index).buffer, lane.placeOf.get(key) ?? 0, atMs, draft.tickMs),
    );
    const { buffer, rules } = draft.lane(index);
    draft.setLane(index, { buffer, rules: rules.map((rule) => forgetFuture(rule, atMs)) });
  }
  plan.windows.forEach(({ sensorId }, place) => {
    const window = draft.window(place);
    if (window !== null && sourceKey('sensor', sensorId) === key) draft.setWindow(place, forgetAfter(window, atMs));
  });
  const source = plan.sources.get(key) ?? 0;
  const known = draft.source(source);
  draft.setSource(source, { ...known, newestMs: atMs, setBack: known.setBack + 1, lateSinceTickMs: null });
}

function takeTick(plan: RulePlan, draft: EngineDraft, nowMs: number): void {
  plan.lanes.forEach((lane, index) => {
    judgeReleased(plan, draft, index, tick(draft.lane(index).buffer, nowMs, lane.toleranceMs));
    const { buffer, rules } = draft.lane(index);
    rules.forEach((rule, place) => {
      const planned = lane.rules[place];
      if (planned === undefined || rule.persuading === undefined) return;
      const given = giveUpWaiting(planned, rule, nowMs);
      if (given.outcomes.length === 0) return;
      draft.setLane(index, { buffer, rules: draft.lane(index).rules.with(place, given.state) });
      draft.outcomes.push(...given.outcomes);
    });
  });
}

function takeDelivery(
  plan: RulePlan,
  draft: EngineDraft,
  { ruleId, ...news }: Extract<EngineEvent, { kind: 'reminder' }>,
): void {
  plan.lanes.forEach((lane, index) => {
    const place = lane.rules.findIndex(({ rule }) => rule.id === ruleId);
    const { buffer, rules } = draft.lane(index);
    const before = rules[place];
    const planned = lane.rules[place];
    if (before === undefined || planned === undefined) return;
    const after = noteDelivery(planned, before, news);
    if (after.state !== before) draft.setLane(index, { buffer, rules: rules.with(place, after.state) });
    draft.outcomes.push(...after.outcomes);
  });
}
