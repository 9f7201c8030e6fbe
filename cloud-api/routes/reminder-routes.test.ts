import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CloudReminder, CloudReminderPage, CloudReminderReceipt } from '@lamppost/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GIVE_UP_MS } from '../reminders/reminder-dispatcher.js';
import type { TestGateway } from '../testing/sealed-package.js';
import { postJson, readCounter, readProblem } from '../testing/test-cloud.js';
import { startTestDesk, type TestDesk } from '../testing/test-desk.js';

/** Reminders of one gateway that the cloud takes while none of them can be sent. */
const MOST_WAITING = 1_000;
const FIRST_MS = Date.parse('2026-05-01T00:00:00Z');

let desk: TestDesk;
let webhook: Server;
let answer = 503;

beforeAll(async () => {
  webhook = createServer((request, response) => {
    request.resume();
    response.writeHead(answer).end();
  });
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
  desk = await startTestDesk({
    webhookUrl: `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/sms`,
    webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
    dispatchTimes: { pollMs: 10, firstBackoffMs: 10, longestBackoffMs: 40 },
  });
});
afterAll(async () => {
  await desk.close();
  webhook.closeAllConnections();
  webhook.close();
});

function reminderOf(number: number): CloudReminder {
  return {
    ...{ reminderId: number.toString(16).padStart(32, '0'), ruleId: 'stall-lane', matter: 'stall' },
    ...{ sourceId: 'lane-cam', placeName: '丁香路 18 号门前', remindedAtMs: FIRST_MS, expiresAtMs: FIRST_MS + 300_000 },
    ...{ zh: '请在 5 分钟内收摊离开。', en: 'Please clear the place within 5 minutes.' },
  };
}

async function remind(gateway: TestGateway, reminder: CloudReminder): Promise<Response> {
  const authorization = `Bearer ${await gateway.signToken()}`;
  return await postJson(`${desk.cloud.url}/api/v1/reminders`, reminder, { authorization });
}

async function newest() {
  const response = await desk.cloud.read('/api/v1/reminders?limit=1');
  return CloudReminderPage.parse(await response.json()).reminders[0];
}

test('a reminder that the webhook does not take is tried for a day, and then given up for good', async () => {
  expect((await remind(desk.gateway, reminderOf(1))).status).toBe(200);
  await expect.poll(async () => (await newest())?.attempts ?? 0).toBeGreaterThan(2);
  expect(await newest()).toMatchObject({ state: 'waiting', lastFailure: 'the webhook answered 503', sentAtMs: null });
  await desk.database
    .updateTable('reminders')
    .set((column) => ({ accepted_at_ms: column('accepted_at_ms', '-', GIVE_UP_MS) }))
    .execute();
  await expect.poll(async () => (await newest())?.state).toBe('given-up');
  const givenUp = await newest();
  expect(givenUp?.status).toBe('not sent: the webhook did not take it for a day');
  expect(await readCounter(desk.cloud, 'lamppost_cloud_reminders_given_up_total')).toBe(1);

  // A webhook that is back is told of what comes now, and not of what is long over.
  answer = 204;
  await remind(desk.gateway, reminderOf(2));
  await expect.poll(async () => (await newest())?.state).toBe('sent');
  const again = CloudReminderReceipt.parse(await (await remind(desk.gateway, reminderOf(1))).json());
  expect(again.state).toBe('given-up');
  answer = 503;
});

test('no more reminders of one gateway wait than it may have, and its trouble is no one else’s', async () => {
  const waiting = Array.from({ length: MOST_WAITING }, (_, index) => reminderOf(1_000 + index));
  const later = Date.now() + GIVE_UP_MS;
  await desk.database
    .insertInto('reminders')
    .values(
      waiting.map((reminder) => ({
        ...{ gateway_id: desk.gateway.gatewayId, reminder_id: reminder.reminderId, reminder: JSON.stringify(reminder) },
        ...{ accepted_at_ms: FIRST_MS, state: 'waiting' as const, next_attempt_at_ms: later },
      })),
    )
    .execute();
  const refused = await remind(desk.gateway, reminderOf(5_000));
  expect(refused.headers.get('retry-after')).toBe('60');
  expect(await readProblem(refused)).toMatchObject({ status: 503, code: 'service.busy' });
  // One that it has is still the same one.
  expect((await remind(desk.gateway, reminderOf(1_000))).status).toBe(200);
  const other = await desk.cloud.enrol('pole-002');
  expect((await remind(other, reminderOf(5_000))).status).toBe(200);

  await desk.database.deleteFrom('reminders').where('reminder_id', '=', reminderOf(1_000).reminderId).execute();
  expect((await remind(desk.gateway, reminderOf(5_000))).status).toBe(200);
});
