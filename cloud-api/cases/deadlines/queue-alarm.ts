import type { AlarmKind } from '@lamppost/contracts';
import type { Transaction } from 'kysely';
import type { CloudTables } from '../../database/schema.js';
import { queueEvent } from '../../webhooks/queue-event.js';
import type { RunningClock } from './case-clock.js';

/** Leaves an alarm that was just given for the webhooks of the bureaus that it concerns. */
export async function queueAlarm(
  transaction: Transaction<CloudTables>,
  { case_id: caseId }: { readonly case_id: string },
  {
    alarm_number: number,
    kind,
    clock,
    dueAtMs,
  }: RunningClock & { readonly alarm_number: number; readonly kind: AlarmKind },
  told: { readonly atMs: number; readonly bureauIds: readonly (string | null)[] },
): Promise<void> {
  const { atMs, bureauIds } = told;
  const data = { caseId, alarmNumber: number, kind, clock, dueAtMs };
  const event = { type: 'lamppost.case.alarm.v1', id: `alarm-${number}`, source: '/alarms', subject: caseId } as const;
  await queueEvent(transaction, { ...event, atMs, data }, bureauIds);
}
