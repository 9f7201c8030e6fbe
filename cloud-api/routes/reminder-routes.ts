import { CloudReminder, CloudReminderPage, CloudReminderReceipt } from '@lamppost/contracts';
import { z } from 'zod';
import { ProblemError } from '../errors/problem-error.js';
import { listReminders, takeReminder } from '../reminders/reminder-store.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { sendTagged } from './entity-tag.js';
import { deviceProblems, peopleProblems } from './problem-responses.js';

const BUSY_RETRY_S = 60;
const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});

/** Reminders: gateways send them, people see what became of them. */
export function addReminderRoutes(app: CloudApp, services: CloudServices): void {
  const { authenticate, clock, config, database, metrics } = services;

  app.post(
    '/api/v1/reminders',
    {
      bodyLimit: 8192,
      config: { permission: 'device' },
      // Before the body is judged: what is wrong with it is for gateways alone to know.
      onRequest: async (request) => {
        await authenticate(request.headers.authorization);
      },
      schema: {
        tags: ['gateways'],
        summary: 'Have the cloud remind a party',
        description:
          'The reminder is kept when the answer comes. Sent again, it is the same one. `no-webhook` in the answer: nobody is told.',
        security: [{ device: [] }],
        body: CloudReminder,
        response: {
          200: CloudReminderReceipt,
          ...deviceProblems('reminder.id-reused', 'service.busy'),
        },
      },
    },
    async (request) => {
      const { gatewayId } = await authenticate(request.headers.authorization);
      const reminder = request.body;
      const hasWebhook = config.webhookUrl !== null;
      const taken = await takeReminder(database, { gatewayId, reminder, nowMs: clock.nowMs(), hasWebhook });
      switch (taken.status) {
        case 'taken':
          metrics.remindersAccepted.inc();
          return taken.receipt;
        case 'known':
          return taken.receipt;
        case 'id-reused':
          throw new ProblemError(
            'reminder.id-reused',
            `The reminder ${reminder.reminderId} was taken with other words`,
          );
        case 'full':
          throw new ProblemError('service.busy', `Too many reminders of ${gatewayId} wait for the webhook`, {
            retryAfterSeconds: BUSY_RETRY_S,
          });
      }
    },
  );

  app.get(
    '/api/v1/reminders',
    {
      config: { permission: 'reminder.read' },
      schema: {
        tags: ['people'],
        summary: 'Reminders of the last 30 days and what became of them, newest first',
        querystring: ListQuery,
        response: {
          200: CloudReminderPage,
          304: z.undefined().describe('As the If-None-Match header says'),
          ...peopleProblems(),
        },
      },
    },
    async (request, reply) => {
      const { limit, cursor } = request.query;
      const page = await listReminders(database, { limit, cursor });
      if (page === null) throw new ProblemError('request.invalid', 'cursor is not one that a list gave');
      return await sendTagged(request, reply, page);
    },
  );
}
