import type { SensorReading } from '@lamppost/contracts';
import type { EngineEvent } from '../events/engine-event.js';
import { type Released, offer, setBack, tick } from '../events/lane-buffer.js';
import type { Moment } from '../events/moment.js';
import { sourceKey } from '../events/source-key.js';
import { forgetAfter } from '../windows/add-reading.js';
import type { CameraLook } from './camera-look.js';
import { EngineDraft } from './engine-draft.js';
import type { EngineState } from './engine-state.js';
import { type EventRoute, type LaneRoute, routeOfReading } from './event-routes.js';
import { forgetFuture } from './forget-future.js';
import { judgeMoment } from './judge-moment.js';
import { labelsOf } from './note-conditions.js';
import type { Outcome } from './outcome.js';
import { giveUpWaiting, noteDelivery } from './persuade.js';
import type { RuleFacts } from './rule-facts.js';
import type { LanePlan } from './lane-plan.js';
import type { RulePlan } from './rule-plan.js';
import { EMPTY_RULE_STATE, type RuleState } from './rule-state.js';

/** A camera's looks come in order: one that is older than the last by more than this comes from a clock that was set back. */
const CAMERA_SET_BACK_MS = 5_000;
/** A sensor all of whose readings have been late for so long has had its clock set back. */
const SENSOR_SET_BACK_MS = 60_000;
const NOBODY: readonly number[] = [];

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
  const draft = new EngineDraft(state);
  const route = routeOfReading(plan.routes, sensorId, factor);
  if (route?.window == null || !addToWindow(plan, draft, route.window, reading)) return answer(draft);
  const isLeftOut = (index: number) => measuredAtMs < (draft.lane(index).buffer.watermarkMs ?? Infinity);
  const moment: Moment = { kind: 'reading', atMs: measuredAtMs, sourceId: sensorId, factor };
  for (const { index, lane, source, told } of route.lanes) {
    if (told === 'nothing' || isLeftOut(index)) continue;
    const event = { source, atMs: measuredAtMs, moment, tickMs: draft.tickMs };
    judgeReleased(plan, draft, index, offer(draft.lane(index).buffer, event, lane.toleranceMs));
  }
  return answer(draft);
}

function answer(draft: EngineDraft): EngineAnswer {
  return { state: draft.finish(), outcomes: draft.outcomes };
}

function takeLook(plan: RulePlan, draft: EngineDraft, look: CameraLook): void {
  const { cameraId, atMs } = look;
  const route = plan.routes.cameras.get(cameraId);
  if (route === undefined) return;
  const { newestMs } = draft.source(route.source);
  if (newestMs !== null && atMs < newestMs - CAMERA_SET_BACK_MS) setSourceBack(plan, draft, route, atMs);
  bring(plan, draft, route, atMs, ({ told }) =>
    told === 'all'
      ? { kind: 'look', atMs, sourceId: cameraId, look }
      : { kind: 'sight', atMs, sourceId: cameraId, labels: labelsOf(look) },
  );
}

function takeReading(plan: RulePlan, draft: EngineDraft, reading: SensorReading): void {
  const { sensorId, factor, measuredAtMs: atMs } = reading;
  const route = routeOfReading(plan.routes, sensorId, factor);
  if (route === null) return;
  if (route.window !== null && !addToWindow(plan, draft, route.window, reading)) {
    draft.openSource(route.source).duplicates += 1;
    return;
  }
  const isLate = bring(plan, draft, route, atMs, ({ told }) =>
    told === 'all' ? { kind: 'reading', atMs, sourceId: sensorId, factor } : null,
  );
  // Back-fill is late by its nature: it says nothing of the clock.
  if (isLate && reading.marks?.includes('backfill') === true) return;
  const source = draft.openSource(route.source);
  if (!isLate) {
    source.lateSinceTickMs = null;
    return;
  }
  source.lateSinceTickMs ??= draft.tickMs;
  const sinceMs = source.lateSinceTickMs;
  if (sinceMs !== null && draft.tickMs !== null && draft.tickMs - sinceMs >= SENSOR_SET_BACK_MS)
    setSourceBack(plan, draft, route, atMs);
}

/** @returns whether the reading was new to its window */
function addToWindow(plan: RulePlan, draft: EngineDraft, place: number, reading: SensorReading): boolean {
  const options = plan.windows[place];
  return options === undefined || draft.putReading(place, reading, options);
}

/**
 * Brings an event to the lanes of its source.
 *
 * @returns whether it was late in one of them
 */
function bring(
  plan: RulePlan,
  draft: EngineDraft,
  route: EventRoute,
  atMs: number,
  momentFor: (route: LaneRoute) => Moment | null,
): boolean {
  const { tickMs } = draft;
  let isLate = false;
  let isDuplicate = false;
  let hurried = 0;
  for (const laneRoute of route.lanes) {
    const { index, source, lane } = laneRoute;
    const event = { source, atMs, moment: momentFor(laneRoute), tickMs };
    const taken = offer(draft.lane(index).buffer, event, lane.toleranceMs);
    isLate ||= taken.fate === 'late';
    isDuplicate ||= taken.fate === 'duplicate';
    hurried += taken.hurried;
    judgeReleased(plan, draft, index, taken);
  }
  const source = draft.openSource(route.source);
  if (isLate) source.late += 1;
  else source.newestMs = Math.max(atMs, source.newestMs ?? 0);
  if (isDuplicate) source.duplicates += 1;
  source.hurried += hurried;
  return isLate;
}

function judgeReleased(plan: RulePlan, draft: EngineDraft, index: number, { buffer, ready }: Released): void {
  const lane = plan.lanes[index];
  const before = draft.lane(index);
  if (lane === undefined || ready.length === 0) {
    if (buffer !== before.buffer) draft.setLane(index, { buffer, rules: before.rules });
    return;
  }
  const rules: RuleState[] = before.rules.slice();
  const facts = factsOf(plan, draft, lane, rules);
  for (const moment of ready)
    for (const place of listenersOf(lane, moment)) {
      const planned = lane.rules[place];
      if (planned === undefined) continue;
      const judged = judgeMoment(planned, rules[place] ?? EMPTY_RULE_STATE, moment, facts);
      rules[place] = judged.state;
      if (judged.outcomes.length > 0) draft.outcomes.push(...judged.outcomes);
    }
  draft.setLane(index, { buffer, rules });
}

/** Places of the rules that a moment is brought to. */
function listenersOf({ looks, factors }: LanePlan, moment: Moment): readonly number[] {
  const places =
    moment.kind === 'reading' ? factors.get(moment.sourceId)?.get(moment.factor) : looks.get(moment.sourceId);
  return places ?? NOBODY;
}

function factsOf(plan: RulePlan, draft: EngineDraft, lane: LanePlan, rules: readonly RuleState[]): RuleFacts {
  return {
    gatewayId: plan.book.gatewayId,
    calendar: plan.calendar,
    windowOf: (sensorId, factor) => {
      const place = routeOfReading(plan.routes, sensorId, factor)?.window ?? null;
      return place === null ? null : draft.window(place);
    },
    // A rule that another waits for is in the same lane.
    openOf: (ruleId) => rules[lane.rules.findIndex(({ rule }) => rule.id === ruleId)]?.open ?? [],
  };
}

function setSourceBack(plan: RulePlan, draft: EngineDraft, route: EventRoute, atMs: number): void {
  for (const { index, source } of route.lanes) {
    judgeReleased(plan, draft, index, setBack(draft.lane(index).buffer, source, atMs, draft.tickMs));
    const { buffer, rules } = draft.lane(index);
    draft.setLane(index, { buffer, rules: rules.map((rule) => forgetFuture(rule, atMs)) });
  }
  plan.windows.forEach(({ sensorId }, place) => {
    const window = draft.window(place);
    if (window !== null && sourceKey('sensor', sensorId) === route.key)
      draft.setWindow(place, forgetAfter(window, atMs));
  });
  const source = draft.openSource(route.source);
  source.newestMs = atMs;
  source.setBack += 1;
  source.lateSinceTickMs = null;
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
