import type { AlarmKind } from '@lamppost/contracts';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import { alarmAfter } from '../cases/deadlines/case-clock.js';
import { queueAlarm } from '../cases/deadlines/queue-alarm.js';
import { readDeskSettings } from '../cases/settings/settings-store.js';
import { runningClock } from '../cases/life/apply-step.js';

/** Supports that are looked at in one transaction. */
const AT_A_TIME = 100;

/**
 * Gives the alarms of supports whose time has come, each once however many replicas do so. The bureau that was asked is reminded; when it
 * stays silent, the supervisor of the one that leads is told.
 *
 * @returns how many were given
 */
export async function sweepSupports(options: { database: CloudDatabase; clock: Clock }): Promise<number> {
  const { database, clock } = options;
  const { settings } = await readDeskSettings(database);
  const nowMs = clock.nowMs();
  let fired = 0;
  for (;;) {
    const looked = await database.transaction().execute(async (transaction) => {
      // What another replica is at is passed over.
      const rows = await transaction
        .selectFrom('case_supports')
        .selectAll()
        .where('next_alarm_at_ms', '<=', nowMs)
        .orderBy('next_alarm_at_ms')
        .limit(AT_A_TIME)
        .forUpdate()
        .skipLocked()
        .execute();
      for (const row of rows) {
        const running = runningClock(row);
        const kind: AlarmKind | null = row.next_alarm;
        const next = running === null ? null : alarmAfter(settings, running, kind);
        await transaction
          .updateTable('case_supports')
          .set({ next_alarm: next?.kind ?? null, next_alarm_at_ms: next?.atMs ?? null })
          .where('support_id', '=', row.support_id)
          .execute();
        if (running === null || kind === null) continue;
        const inserted = await transaction
          .insertInto('case_alarms')
          .values({
            case_id: row.case_id,
            support_id: row.support_id,
            clock: running.clock,
            clock_started_at_ms: running.startedAtMs,
            kind,
            due_at_ms: running.dueAtMs,
            fired_at_ms: nowMs,
            bureau_id: kind === 'escalated' ? row.lead_bureau_id : row.bureau_id,
          })
          .onConflict((conflict) => conflict.constraint('case_alarms_once').doNothing())
          .returning('alarm_number')
          .executeTakeFirst();
        if (inserted === undefined) continue;
        fired += 1;
        const told = { atMs: nowMs, bureauIds: [row.bureau_id, row.lead_bureau_id] };
        await queueAlarm(transaction, row, { ...inserted, kind, ...running }, told);
      }
      return rows.length;
    });
    if (looked === 0) return fired;
  }
}
