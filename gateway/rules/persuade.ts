import type { Condition, ReminderRecord, Violation } from '@lamppost/contracts';
import type { EngineEvent } from '../events/engine-event.js';
import type { Reminder } from './document/reminder.js';
import type { Outcome } from './outcome.js';
import type { PastReminder, Persuasion } from './persuasion-state.js';
import type { PlannedRule } from './lane-plan.js';
import type { RuleState } from './rule-state.js';
import { isSamePlace } from './same-place.js';

const MS_PER_DAY = 86_400_000;
/** After the time of grace, a thing that is not seen for so long is gone: a bus may stand before it. */
const SECOND_LOOK_MS = 30_000;
/** After the time of grace, a source that is silent for so long gives no second look. */
const SILENT_MS = 600_000;
const REPEATED = 'repeated after a reminder';
/** Violations being reminded, and past reminders, that are kept for each rule; the oldest make room. */
const MOST_KEPT = 64;

interface Persuaded {
  readonly state: RuleState;
  readonly outcomes: readonly Outcome[];
}

/** Reminds of a violation, or leads at once with the record of the reminder that its place has had. */
export function remindOrLead(remind: Reminder, state: RuleState, violation: Violation, atMs: number): Persuaded {
  const earlier = (state.reminded ?? []).find((past) => isRepeat(past, violation, atMs));
  if (earlier !== undefined) return { state, outcomes: [lead(violation, earlier.reminder, REPEATED)] };
  const cutShort = (state.persuading ?? []).find((one) => isBackSoon(one, state, violation));
  if (cutShort !== undefined) return leadAsRepeat(remind, state, cutShort, violation, atMs);
  const graceMs = Math.round(remind.graceSeconds * 1000);
  const reminder: ReminderRecord = {
    reminderId: violation.violationId,
    speakerId: remind.speaker,
    byCloud: false,
    ...(remind.cloud ? { cloud: 'waiting' as const } : {}),
    remindedAtMs: atMs,
    graceMs,
    delivery: remind.speaker === null ? 'no-speaker' : 'unacknowledged',
    deliveredAtMs: null,
    outcome: 'pending',
    settledAtMs: null,
  };
  const persuasion: Persuasion = { violation, reminder, graceEndsMs: atMs + graceMs, seenAtMs: atMs };
  return {
    state: withReminders(state, [...(state.persuading ?? []), persuasion], state.reminded ?? []),
    outcomes: [{ kind: 'remind', violation, reminder }],
  };
}

/** Whether a violation comes back to a place whose time of grace still runs. */
function isBackSoon({ violation: first }: Persuasion, { open }: RuleState, violation: Violation): boolean {
  const isGone = !open.some(({ violationId }) => violationId === first.violationId);
  return isGone && violation.matter !== 'parking' && isSamePlace(boxOf(first), boxOf(violation));
}

function leadAsRepeat(
  { repeatWithinDays }: Reminder,
  state: RuleState,
  first: Persuasion,
  violation: Violation,
  atMs: number,
): Persuaded {
  const reminder: ReminderRecord = { ...first.reminder, outcome: 'not-corrected', settledAtMs: atMs };
  const untilMs = Math.round(reminder.remindedAtMs + repeatWithinDays * MS_PER_DAY);
  const kept = (state.persuading ?? []).filter((one) => one !== first);
  const past = repeatWithinDays > 0 ? [{ reminder, box: boxOf(first.violation), untilMs }] : [];
  return {
    state: withReminders(state, kept, [...(state.reminded ?? []), ...past]),
    outcomes: [lead(violation, reminder, REPEATED)],
  };
}

function boxOf({ subject }: Violation): PastReminder['box'] {
  return subject?.box ?? null;
}

function withReminders(
  state: RuleState,
  persuading: readonly Persuasion[],
  reminded: readonly PastReminder[],
): RuleState {
  const rest = { ...state };
  delete rest.persuading;
  delete rest.reminded;
  return {
    ...rest,
    ...(persuading.length === 0 ? {} : { persuading: persuading.slice(-MOST_KEPT) }),
    ...(reminded.length === 0 ? {} : { reminded: reminded.slice(-MOST_KEPT) }),
  };
}

/**
 * Looks again at what was reminded, once its time of grace is over: what is still seen leads, what is gone was corrected. What comes back
 * within the time of grace is found anew, and leads as a repeat.
 */
export function persuade(planned: PlannedRule, state: RuleState, atMs: number): Persuaded {
  if (state.persuading === undefined) return { state, outcomes: [] };
  const kept: Persuasion[] = [];
  const settled: Settled[] = [];
  for (const one of state.persuading) {
    const open = state.open.find(({ violationId }) => violationId === one.violation.violationId);
    const seenAtMs = Math.max(one.seenAtMs, open?.lastSeenAtMs ?? 0);
    if (atMs < one.graceEndsMs) kept.push({ ...one, seenAtMs });
    else if (open !== undefined && seenAtMs >= one.graceEndsMs) settled.push({ one, outcome: 'not-corrected', atMs });
    else if (open === undefined || atMs - one.graceEndsMs >= secondLookMs(planned))
      settled.push({ one, outcome: 'corrected', atMs });
    else kept.push({ ...one, seenAtMs });
  }
  return settle(planned, state, kept, settled);
}

/** Leads with what was reminded and can't be looked at again, because its source has been silent. `nowMs` is the gateway's clock. */
export function giveUpWaiting(planned: PlannedRule, state: RuleState, nowMs: number): Persuaded {
  const overdue = (state.persuading ?? []).filter(({ graceEndsMs }) => nowMs - graceEndsMs >= silentMs(planned));
  if (overdue.length === 0) return { state, outcomes: [] };
  const kept = (state.persuading ?? []).filter((one) => !overdue.includes(one));
  return settle(
    planned,
    state,
    kept,
    overdue.map((one) => ({ one, outcome: 'not-seen', atMs: nowMs })),
  );
}

/** What is told of a reminder on its way. */
export type ReminderNews = Omit<Extract<EngineEvent, { kind: 'reminder' }>, 'kind' | 'ruleId'>;

/**
 * Notes what loudspeaker or cloud made of a reminder; one that is over stays as it is. When that leaves nobody who could have been told, it
 * leads at once: no time runs for those who know nothing of it.
 */
export function noteDelivery(planned: PlannedRule, state: RuleState, news: ReminderNews): Persuaded {
  const before = state.persuading?.find(({ reminder }) => reminder.reminderId === news.reminderId);
  if (before === undefined) return { state, outcomes: [] };
  const one = { ...before, reminder: { ...before.reminder, ...changesOf(news) } };
  const others = (state.persuading ?? []).filter((other) => other !== before);
  if (!isNobodyTold(one.reminder)) {
    const persuading = (state.persuading ?? []).map((other) => (other === before ? one : other));
    return { state: { ...state, persuading }, outcomes: [] };
  }
  return settle(planned, state, others, [{ one, outcome: 'not-told', atMs: one.reminder.remindedAtMs }]);
}

function changesOf({ delivery, deliveredAtMs, cloud, cloudAcceptedAtMs }: ReminderNews): Partial<ReminderRecord> {
  return {
    ...(delivery === null ? {} : { delivery, deliveredAtMs }),
    ...(cloud === undefined ? {} : { cloud, byCloud: cloud === 'accepted' }),
    ...(cloudAcceptedAtMs === undefined ? {} : { cloudAcceptedAtMs }),
  };
}

/** Whether it is certain that nobody hears of a reminder. A loudspeaker that had just spoken (`too-soon`) was heard then. */
function isNobodyTold({ delivery, cloud }: ReminderRecord): boolean {
  const isSilent = delivery === 'quiet' || delivery === 'failed' || delivery === 'no-speaker';
  return isSilent && cloud !== 'waiting' && cloud !== 'accepted';
}

/** Why a reminder led, in words. */
const WHY: Readonly<Record<Exclude<Settled['outcome'], 'corrected'>, string>> = {
  'not-corrected': 'still there at the second look',
  'not-seen': 'no second look: its source has been silent',
  'not-told': 'led at once, for nobody could be told',
};

interface Settled {
  readonly one: Persuasion;
  readonly outcome: Exclude<ReminderRecord['outcome'], 'pending'>;
  readonly atMs: number;
}

function settle(
  { rule }: PlannedRule,
  state: RuleState,
  kept: readonly Persuasion[],
  settled: readonly Settled[],
): Persuaded {
  const outcomes: Outcome[] = [];
  const past: PastReminder[] = [];
  for (const { one, outcome, atMs } of settled) {
    const reminder: ReminderRecord = { ...one.reminder, outcome, settledAtMs: atMs };
    const violation = { ...one.violation, reminder };
    if (outcome === 'corrected') outcomes.push({ kind: 'corrected', violation, correctedAtMs: atMs });
    else {
      // A second look that was not taken has no picture.
      const triggeredAtMs = outcome === 'not-corrected' ? atMs : one.violation.triggeredAtMs;
      outcomes.push(lead({ ...one.violation, triggeredAtMs }, reminder, WHY[outcome]));
    }
    const days = rule.remind?.repeatWithinDays ?? 0;
    const untilMs = Math.round(reminder.remindedAtMs + days * MS_PER_DAY);
    // Who was never told repeats nothing.
    if (days > 0 && outcome !== 'not-told') past.push({ reminder, box: boxOf(one.violation), untilMs });
  }
  const newestMs = Math.max(0, ...settled.map(({ atMs }) => atMs));
  const reminded = (state.reminded ?? []).filter(({ untilMs }) => untilMs > newestMs);
  return { state: withReminders(state, kept, [...reminded, ...past]), outcomes };
}

function lead(violation: Violation, reminder: ReminderRecord, why: string): Outcome {
  const condition: Condition = {
    condition: [why, describeDelivery(reminder), ...describeCloud(reminder)].join(', '),
    value: violation.triggeredAtMs - reminder.remindedAtMs,
    limit: reminder.graceMs,
    unit: 'ms',
    sinceMs: reminder.remindedAtMs,
  };
  const explanation = [...violation.explanation.slice(0, 31), condition];
  return { kind: 'violation', violation: { ...violation, explanation, reminder } };
}

function describeDelivery({ delivery, speakerId }: ReminderRecord): string {
  switch (delivery) {
    case 'said':
      return `reminder said by ${speakerId ?? 'a loudspeaker'}`;
    case 'unacknowledged':
      return `reminder sent to ${speakerId ?? 'a loudspeaker'} and not acknowledged`;
    case 'failed':
      return `reminder that ${speakerId ?? 'a loudspeaker'} could not say`;
    case 'quiet':
      return 'reminder not said aloud in the quiet hours';
    case 'too-soon':
      return 'reminder left out, as the loudspeaker had just spoken';
    case 'no-speaker':
      return 'nothing said aloud, as the rule names no loudspeaker';
    default:
      return delivery satisfies never;
  }
}

function describeCloud({ cloud }: ReminderRecord): string[] {
  switch (cloud) {
    case undefined:
      return [];
    case 'accepted':
      return ['accepted by the cloud for its webhook'];
    case 'waiting':
      return ['not yet accepted by the cloud'];
    case 'no-webhook':
      return ['not sent by the cloud, which has no webhook'];
    case 'refused':
      return ['refused by the cloud'];
    case 'unreached':
      return ['not sent by the cloud, which could not be reached'];
    default:
      return cloud satisfies never;
  }
}

/** Whether a violation comes back to where there was a reminder. A vehicle may be another one each time: a place tells nothing of it. */
function isRepeat({ box, untilMs }: PastReminder, violation: Violation, atMs: number): boolean {
  return violation.matter !== 'parking' && atMs < untilMs && isSamePlace(box, boxOf(violation));
}

function secondLookMs({ rule }: PlannedRule): number {
  return rule.matter === 'dust' ? 2 * rule.windowSeconds * 1000 : SECOND_LOOK_MS;
}

function silentMs(planned: PlannedRule): number {
  return SILENT_MS + secondLookMs(planned);
}
