import type { AlarmKind, CaseClock, CaseState } from '@lamppost/contracts';
import type { DeskSettings } from '../settings/desk-settings.js';
import { endOfWorkingDay, startOfDay } from './working-days.js';

/** What a case waits for. */
export interface RunningClock {
  readonly clock: CaseClock;
  readonly startedAtMs: number;
  readonly dueAtMs: number;
}

/** What happens next as a deadline comes near and passes. */
export interface NextAlarm {
  readonly kind: AlarmKind;
  readonly atMs: number;
}

/** What each state waits for; null: nothing. A review goes on through both of its states. */
const CLOCKS: Readonly<Record<CaseState, CaseClock | null>> = {
  candidate: 'review',
  in_review: 'review',
  confirmed: 'transfer',
  transferred: 'acceptance',
  returned: 'return',
  accepted: null,
  rejected: null,
  merged: null,
  corrected: null,
  expired: null,
};

type Timing = Pick<DeskSettings, 'deadlines' | 'calendar'>;

/**
 * The clock of a case that comes into `state` at `atMs`. One that runs for the same is kept: putting a case back gives nobody more time.
 * `deleteWithinDays` starts the clock of a record that the law wants deleted.
 */
export function startClock(
  { deadlines, calendar }: Timing,
  entered: { state: CaseState; atMs: number; running: RunningClock | null; deleteWithinDays: number | null },
): RunningClock | null {
  const { state, atMs, running, deleteWithinDays } = entered;
  const clock = deleteWithinDays === null ? CLOCKS[state] : 'erasure';
  if (clock === null) return null;
  if (running?.clock === clock) return running;
  const days = deleteWithinDays ?? deadlines[clock].days;
  return { clock, startedAtMs: atMs, dueAtMs: endOfWorkingDay(atMs, days, calendar) };
}

/** All alarms of a clock in their order. */
export function alarmsOf({ deadlines, calendar }: Timing, { clock, dueAtMs }: RunningClock): NextAlarm[] {
  const { remindBefore, escalateAfter, expireAfter } = deadlines[clock];
  const after = (days: number | null, kind: AlarmKind) =>
    days === null ? [] : [{ kind, atMs: days === 0 ? dueAtMs + 1 : endOfWorkingDay(dueAtMs, days, calendar) + 1 }];
  const canExpire = clock === 'review';
  return [
    ...(remindBefore === 0
      ? []
      : [{ kind: 'soon' as const, atMs: startOfDay(endOfWorkingDay(dueAtMs, -remindBefore, calendar)) }]),
    { kind: 'overdue' as const, atMs: dueAtMs + 1 },
    ...after(escalateAfter, 'escalated'),
    ...(canExpire ? after(expireAfter, 'expired') : []),
  ];
}

/** The alarm after `last` (null: the first); null when there is none. */
export function alarmAfter(timing: Timing, running: RunningClock, last: AlarmKind | null): NextAlarm | null {
  const alarms = alarmsOf(timing, running);
  const order: readonly AlarmKind[] = ['soon', 'overdue', 'escalated', 'expired'];
  const position = last === null ? -1 : order.indexOf(last);
  return alarms.find(({ kind }) => order.indexOf(kind) > position) ?? null;
}
