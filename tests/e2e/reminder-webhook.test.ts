import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cloud, startCloud } from '@lamppost/cloud-api';
import { CloudReminder, CloudReminderPage } from '@lamppost/contracts';
import { CloudReminders, createCloudClient, loadOrCreateDeviceKey } from '@lamppost/gateway';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { until } from './until.js';

const GATEWAY = 'pole-1';
const CODE = 'code-of-pole-1-0123456789';
const ACCESS_CODE = 'twelve lamps and more';
const KEY = randomBytes(32);
const clock = { nowMs: () => Date.now() };
const log = pino({ level: 'silent' });

const Event = z.object({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.literal(`/gateways/${GATEWAY}`),
  type: z.literal('lamppost.reminder.requested.v1'),
  time: z.iso.datetime(),
  data: CloudReminder,
});

let directory = '';
const closers: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'webhook-'));
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  rmSync(directory, { recursive: true, force: true });
});

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A provider that checks each signature by Standard Webhooks, and answers its first request with an error of its own. */
function createReceiver(taken: z.infer<typeof Event>[], wrong: string[]): Server {
  let asked = 0;
  return createServer((request, response) => {
    void readBody(request).then((body) => {
      asked += 1;
      const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = request.headers;
      const expected = createHmac('sha256', KEY)
        .update(`${String(id)}.${String(timestamp)}.${body}`)
        .digest('base64');
      const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) < 300;
      const event = Event.safeParse(JSON.parse(body));
      if (signature !== `v1,${expected}` || !isFresh || !event.success || event.data.id !== id) {
        wrong.push(body);
        response.writeHead(401).end();
        return;
      }
      if (asked === 1) {
        response.writeHead(500).end();
        return;
      }
      taken.push(event.data);
      response.writeHead(204).end();
    });
  });
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}

async function start(webhook: object): Promise<Cloud> {
  const enrolmentFile = join(directory, 'codes.yaml');
  writeFileSync(enrolmentFile, `- { gatewayId: ${GATEWAY}, code: "${CODE}" }\n`);
  const cloud = await startCloud({
    port: 0,
    dataFolder: join(directory, 'cloud'),
    accessCode: ACCESS_CODE,
    enrolmentFile,
    clock,
    log,
    dispatchTimes: { pollMs: 50, firstBackoffMs: 100, longestBackoffMs: 200 },
    ...webhook,
  });
  closers.push(() => cloud.close());
  return cloud;
}

async function gatewayOf(cloudUrl: string) {
  const key = await loadOrCreateDeviceKey(join(directory, 'device-key.pem'));
  const client = createCloudClient({ cloudUrl, gatewayId: GATEWAY, key, clock });
  const { signal } = new AbortController();
  expect(await client.enrol(CODE, signal)).toMatchObject({ status: 'enrolled' });
  const saved = new Map<string, string>();
  const told: unknown[] = [];
  const queueWith = (through: Pick<typeof client, 'remind'>) => {
    const queue = new CloudReminders({
      client: through,
      report: (event) => void told.push(event),
      states: {
        loadState: (name) => JSON.parse(saved.get(name) ?? 'null') as unknown,
        saveState: (name, json) => void saved.set(name, JSON.stringify(json)),
      },
      clock,
      log,
    });
    closers.push(() => queue.close());
    return queue;
  };
  return { client, told, queueWith, signal };
}

function reminderOf(number: number): CloudReminder {
  return {
    reminderId: number.toString(16).padStart(32, '0'),
    ruleId: 'stall-lane',
    matter: 'stall',
    sourceId: 'lane-cam',
    placeName: '丁香路 18 号门前',
    remindedAtMs: Date.now(),
    expiresAtMs: Date.now() + 300_000,
    zh: '请在 5 分钟内收摊离开。',
    en: 'Please clear the place within 5 minutes.',
  };
}

async function pageOf(cloud: Cloud): Promise<CloudReminderPage> {
  const headers = { authorization: `Bearer ${ACCESS_CODE}` };
  return CloudReminderPage.parse(await (await fetch(`${cloud.url}/api/v1/reminders`, { headers })).json());
}

test('each reminder reaches a webhook that was down at first, signed, and once', { timeout: 120_000 }, async () => {
  const taken: z.infer<typeof Event>[] = [];
  const wrong: string[] = [];
  const probe = createServer();
  const port = await listen(probe, 0);
  await close(probe);
  const webhookSecret = `whsec_${KEY.toString('base64')}`;
  const cloud = await start({ webhookUrl: `http://127.0.0.1:${port}/hook`, webhookSecret });
  const { client, told, queueWith, signal } = await gatewayOf(cloud.url);
  const reminders = [1, 2, 3].map(reminderOf);

  // The link is down, and the gateway is started anew: the queue is on its disk.
  const cause = new Error('no route');
  const first = queueWith({ remind: () => Promise.resolve({ status: 'retryable', isReached: false, cause }) });
  for (const reminder of reminders) first.add(reminder, reminder.expiresAtMs);
  await first.close();
  const queue = queueWith(client);
  queue.wake();
  await until('the cloud to take all', 30_000, () => (told.length === reminders.length ? told : null));
  expect(told).toMatchObject(reminders.map(({ reminderId }) => ({ reminderId, delivery: null, cloud: 'accepted' })));
  await until('a first attempt in vain', 30_000, async () => {
    const page = await pageOf(cloud);
    return page.reminders.every(({ attempts }) => attempts > 0) ? page : null;
  });
  expect((await pageOf(cloud)).reminders.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting']);

  const receiver = createReceiver(taken, wrong);
  await listen(receiver, port);
  closers.push(() => close(receiver));
  const [one] = reminders;
  if (one !== undefined) {
    expect(await client.remind(one, signal)).toMatchObject({ status: 'accepted' });
    expect(await client.remind({ ...one, zh: '别的话' }, signal)).toMatchObject({
      status: 'rejected',
      code: 'reminder.id-reused',
    });
  }
  const page = await until('all to be sent', 60_000, async () => {
    const now = await pageOf(cloud);
    return now.reminders.every(({ state }) => state === 'sent') ? now : null;
  });
  expect(page.reminders.map(({ status, lastFailure }) => ({ status, lastFailure }))).toEqual(
    reminders.map(() => ({ status: 'sent', lastFailure: null })),
  );
  expect(wrong).toEqual([]);
  expect(taken.map(({ data }) => data).sort((a, b) => (a.reminderId < b.reminderId ? -1 : 1))).toEqual(reminders);
  expect(new Set(taken.map(({ id }) => id)).size).toBe(reminders.length);
});

test('a cloud without a webhook keeps the reminder, and says that nobody is told', { timeout: 60_000 }, async () => {
  const cloud = await start({});
  const { client, told, queueWith } = await gatewayOf(cloud.url);
  const reminder = reminderOf(1);
  queueWith(client).add(reminder, reminder.expiresAtMs);
  await until('the answer', 30_000, () => (told.length > 0 ? told : null));
  expect(told).toMatchObject([{ reminderId: reminder.reminderId, cloud: 'no-webhook' }]);
  expect((await pageOf(cloud)).reminders).toMatchObject([
    { ...reminder, gatewayId: GATEWAY, status: 'not sent: no webhook configured', attempts: 0 },
  ]);
});
