import type { CloudReminder } from '@lamppost/contracts';

/** Type of the event that a webhook is told. */
export const REMINDER_EVENT_TYPE = 'lamppost.reminder.requested.v1';

/** ID of a reminder among those of all gateways, the same at each attempt. */
export function eventIdOf(gatewayId: string, reminderId: string): string {
  return `${gatewayId}.${reminderId}`;
}

/** A reminder as a CloudEvents 1.0 event, in the structured mode of its JSON format. */
export function toReminderEvent(gatewayId: string, reminder: CloudReminder): string {
  return JSON.stringify({
    specversion: '1.0',
    id: eventIdOf(gatewayId, reminder.reminderId),
    source: `/gateways/${gatewayId}`,
    type: REMINDER_EVENT_TYPE,
    subject: reminder.sourceId,
    time: new Date(reminder.remindedAtMs).toISOString(),
    datacontenttype: 'application/json',
    data: reminder,
  });
}
