import type { CloudReminder, CloudReminderPage, CloudReminderReceipt, CloudReminderState } from '@lamppost/contracts';
import { sql } from 'kysely';
import { cutPage, decodeCursor } from '../cases/cursor.js';
import type { CloudDatabase } from '../database/open-database.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';

/** Reminders of one gateway that may wait for the webhook, at most. */
const MAX_WAITING_OF_GATEWAY = 1_000;
/** How long a reminder that is settled can be seen. */
const KEPT_MS = 30 * 86_400_000;

const STATUS_WORDS: Readonly<Record<CloudReminderState, string>> = {
  waiting: 'waiting for the webhook',
  sent: 'sent',
  'given-up': 'not sent: the webhook did not take it for a day',
  'no-webhook': 'not sent: no webhook configured',
};

/** What came of taking a reminder. */
export type TakenReminder =
  | { readonly status: 'taken' | 'known'; readonly receipt: CloudReminderReceipt }
  /** Its ID has stood for another one. */
  | { readonly status: 'id-reused' }
  /** Too many of the gateway wait. */
  | { readonly status: 'full' };

/** A reminder whose turn it is. */
export interface DueReminder {
  readonly number: number;
  readonly gatewayId: string;
  readonly reminder: CloudReminder;
  readonly acceptedAtMs: number;
  /** Attempts, this one included. */
  readonly attempts: number;
}

/** Takes a reminder, once however often it comes. It is durable when this resolves. */
export async function takeReminder(
  database: CloudDatabase,
  { gatewayId, reminder, nowMs, hasWebhook }: TakeReminder,
): Promise<TakenReminder> {
  const known = await findReminder(database, gatewayId, reminder);
  if (known !== null) return known;
  const { waiting } = await database
    .selectFrom('reminders')
    .where('gateway_id', '=', gatewayId)
    .where('state', '=', 'waiting')
    .select((select) => select.fn.countAll<number>().as('waiting'))
    .executeTakeFirstOrThrow();
  if (waiting >= MAX_WAITING_OF_GATEWAY) return { status: 'full' };
  const state: CloudReminderState = hasWebhook ? 'waiting' : 'no-webhook';
  const inserted = await database
    .insertInto('reminders')
    .values({
      gateway_id: gatewayId,
      reminder_id: reminder.reminderId,
      reminder: JSON.stringify(reminder),
      accepted_at_ms: nowMs,
      state,
      next_attempt_at_ms: hasWebhook ? nowMs : null,
    })
    .onConflict((conflict) => conflict.columns(['gateway_id', 'reminder_id']).doNothing())
    .returning('reminder_number')
    .executeTakeFirst();
  if (inserted !== undefined)
    return { status: 'taken', receipt: { reminderId: reminder.reminderId, acceptedAtMs: nowMs, state } };
  // The same came twice at a time.
  return (await findReminder(database, gatewayId, reminder)) ?? { status: 'full' };
}

/** Options of {@link takeReminder}. */
export interface TakeReminder {
  readonly gatewayId: string;
  readonly reminder: CloudReminder;
  readonly nowMs: number;
  readonly hasWebhook: boolean;
}

async function findReminder(
  database: CloudDatabase,
  gatewayId: string,
  reminder: CloudReminder,
): Promise<TakenReminder | null> {
  const row = await database
    .selectFrom('reminders')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('reminder_id', '=', reminder.reminderId)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (!toCanonicalJson(row.reminder).equals(toCanonicalJson(reminder))) return { status: 'id-reused' };
  const { accepted_at_ms: acceptedAtMs, state } = row;
  return { status: 'known', receipt: { reminderId: reminder.reminderId, acceptedAtMs, state } };
}

/**
 * Takes the reminders that are due out of the turn of other replicas until `leaseMs` from now: what is not settled by then, because this
 * process ended, comes again.
 */
export async function claimDue(
  database: CloudDatabase,
  { nowMs, leaseMs, limit }: { readonly nowMs: number; readonly leaseMs: number; readonly limit: number },
): Promise<DueReminder[]> {
  return await database.transaction().execute(async (transaction) => {
    const due = await transaction
      .selectFrom('reminders')
      .select('reminder_number')
      .where('state', '=', 'waiting')
      .where('next_attempt_at_ms', '<=', nowMs)
      .orderBy('next_attempt_at_ms')
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute();
    if (due.length === 0) return [];
    const rows = await transaction
      .updateTable('reminders')
      .set((set) => ({ next_attempt_at_ms: nowMs + leaseMs, attempts: set('attempts', '+', 1) }))
      .where(
        'reminder_number',
        'in',
        due.map((row) => row.reminder_number),
      )
      .returningAll()
      .execute();
    return rows.map((row) => ({
      number: row.reminder_number,
      gatewayId: row.gateway_id,
      reminder: row.reminder,
      acceptedAtMs: row.accepted_at_ms,
      attempts: row.attempts,
    }));
  });
}

/** What came of an attempt. */
export type Attempt =
  | { readonly state: 'sent'; readonly sentAtMs: number }
  | { readonly state: 'given-up'; readonly failure: string }
  | { readonly state: 'waiting'; readonly failure: string; readonly nextAttemptAtMs: number };

/** Notes what came of an attempt. */
export async function noteAttempt(database: CloudDatabase, number: number, attempt: Attempt): Promise<void> {
  await database
    .updateTable('reminders')
    .set({
      state: attempt.state,
      next_attempt_at_ms: attempt.state === 'waiting' ? attempt.nextAttemptAtMs : null,
      last_failure: attempt.state === 'sent' ? null : attempt.failure,
      sent_at_ms: attempt.state === 'sent' ? attempt.sentAtMs : null,
    })
    .where('reminder_number', '=', number)
    .where('state', '=', 'waiting')
    .execute();
}

/** Forgets what was settled long ago. */
export async function forgetOldReminders(database: CloudDatabase, nowMs: number): Promise<void> {
  await database
    .deleteFrom('reminders')
    .where('accepted_at_ms', '<', nowMs - KEPT_MS)
    .where('state', '<>', 'waiting')
    .execute();
}

/** A page of reminders, newest first. @returns null when the cursor is none that a list gave */
export async function listReminders(
  database: CloudDatabase,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
): Promise<CloudReminderPage | null> {
  const before = cursor === undefined ? null : decodeCursor(cursor);
  if (cursor !== undefined && before === null) return null;
  const rows = await database
    .selectFrom('reminders')
    .selectAll()
    .where(before === null ? sql<boolean>`true` : sql<boolean>`reminder_number < ${before}`)
    .orderBy('reminder_number', 'desc')
    .limit(limit + 1)
    .execute();
  const { shown, nextCursor } = cutPage(rows, limit, (row) => row.reminder_number);
  return {
    reminders: shown.map((row) => ({
      ...row.reminder,
      gatewayId: row.gateway_id,
      acceptedAtMs: row.accepted_at_ms,
      state: row.state,
      status: STATUS_WORDS[row.state],
      attempts: row.attempts,
      lastFailure: row.last_failure,
      sentAtMs: row.sent_at_ms,
    })),
    nextCursor,
  };
}
