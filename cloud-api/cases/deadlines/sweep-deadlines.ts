import type { AlarmKind } from '@lamppost/contracts';
import type { Transaction } from 'kysely';
import type { Clock } from '../../clock.js';
import type { CloudDatabase } from '../../database/open-database.js';
import type { CloudTables } from '../../database/schema.js';
import { applyStep, PROGRAM_NAME, runningClock, type CaseRow } from '../life/apply-step.js';
import type { DeskSettings } from '../settings/desk-settings.js';
import { readDeskSettings } from '../settings/settings-store.js';
import { alarmAfter } from './case-clock.js';
import { queueAlarm } from './queue-alarm.js';

/** Cases that are looked at in one transaction. */
const AT_A_TIME = 100;

/** How many alarms were given, by kind. */
export type FiredAlarms = Readonly<Record<AlarmKind, number>>;

async function fire(
  transaction: Transaction<CloudTables>,
  settings: DeskSettings,
  row: CaseRow,
  nowMs: number,
): Promise<AlarmKind | null> {
  const running = runningClock(row);
  const kind = row.next_alarm;
  const next = running === null ? null : alarmAfter(settings, running, kind);
  await transaction
    .updateTable('cases')
    .set({ next_alarm: next?.kind ?? null, next_alarm_at_ms: next?.atMs ?? null })
    .where('case_id', '=', row.case_id)
    .execute();
  if (running === null || kind === null) return null;
  const inserted = await transaction
    .insertInto('case_alarms')
    .values({
      case_id: row.case_id,
      clock: running.clock,
      clock_started_at_ms: running.startedAtMs,
      kind,
      due_at_ms: running.dueAtMs,
      fired_at_ms: nowMs,
      bureau_id: row.bureau_id,
    })
    .onConflict((conflict) => conflict.constraint('case_alarms_once').doNothing())
    .returning('alarm_number')
    .executeTakeFirst();
  if (inserted !== undefined)
    await queueAlarm(transaction, row, { ...inserted, kind, ...running }, { atMs: nowMs, bureauIds: [row.bureau_id] });
  if (kind === 'expired')
    await applyStep(transaction, settings, row, {
      step: 'expire',
      atMs: nowMs,
      accountId: null,
      displayName: PROGRAM_NAME,
      note: 'Nobody reviewed it in time',
    });
  return inserted === undefined ? null : kind;
}

async function sweepSome(database: CloudDatabase, settings: DeskSettings, nowMs: number) {
  return await database.transaction().execute(async (transaction) => {
    // What another replica is at is passed over.
    const rows = await transaction
      .selectFrom('cases')
      .selectAll()
      .where('next_alarm_at_ms', '<=', nowMs)
      .orderBy('next_alarm_at_ms')
      .limit(AT_A_TIME)
      .forUpdate()
      .skipLocked()
      .execute();
    const kinds: AlarmKind[] = [];
    for (const row of rows) {
      const kind = await fire(transaction, settings, row, nowMs);
      if (kind !== null) kinds.push(kind);
    }
    return { looked: rows.length, kinds };
  });
}

/** Gives all alarms whose time has come, each once however many replicas do so, and lets cases expire where that is wanted. */
export async function sweepDeadlines(options: { database: CloudDatabase; clock: Clock }): Promise<FiredAlarms> {
  const { database, clock } = options;
  const { settings } = await readDeskSettings(database);
  const nowMs = clock.nowMs();
  const fired = { soon: 0, overdue: 0, escalated: 0, expired: 0 };
  for (;;) {
    const { looked, kinds } = await sweepSome(database, settings, nowMs);
    for (const kind of kinds) fired[kind] += 1;
    if (looked === 0) return fired;
  }
}
