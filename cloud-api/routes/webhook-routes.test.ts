import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { GIVE_UP_MS } from '../reminders/reminder-dispatcher.js';
import { readProblem } from '../testing/test-cloud.js';
import { REVIEWED, startTestDesk, type TestDesk } from '../testing/test-desk.js';
import type { TestPerson } from '../testing/test-people.js';
import { DeliveryPage, type DeliveryState } from '../webhooks/delivery.js';
import { WebhookEntry } from '../webhooks/manage-webhooks.js';

const Made = z.object({ webhook: WebhookEntry, secret: z.string() });
const Event = z.object({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  data: z.record(z.string(), z.unknown()),
});

let desk: TestDesk;
let administrator: TestPerson;
let receiver: Server;
let url: string;
/** What each path of the receiver answers; 204 unless it is told otherwise. */
const answers = new Map<string, number>();
const received: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const path = request.url ?? '';
    void text(request).then((body) => {
      const status = answers.get(path) ?? 204;
      if (status < 300) received.push({ path, headers: request.headers, body });
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  desk = await startTestDesk({
    webhookNetworks: ['127.0.0.0/8'],
    dispatchTimes: { pollMs: 10, firstBackoffMs: 10, longestBackoffMs: 40 },
  });
  await desk.addBureaus('chengguan', 'police');
  administrator = await desk.people.make(['administrator']);
});
afterAll(async () => {
  await desk.close();
  receiver.closeAllConnections();
  receiver.close();
});

async function make(path: string, options: Partial<{ types: string[]; bureauId: string | null }> = {}) {
  const { types = ['lamppost.case.step.v1'], bureauId = null } = options;
  const response = await administrator.ask('POST', '/api/v1/webhooks', { url: `${url}${path}`, types, bureauId });
  if (response.status !== 201) throw new Error(await response.text());
  return Made.parse(await response.json());
}
const eventsAt = (path: string) =>
  received.filter((one) => one.path === path).map(({ body }) => Event.parse(JSON.parse(body)));
async function deliveries(webhookId: string, state: DeliveryState) {
  const answer = await administrator.ask('GET', `/api/v1/webhooks/${webhookId}/deliveries?state=${state}`);
  return DeliveryPage.parse(await answer.json()).deliveries;
}

test('steps of cases come as signed CloudEvents, to the webhooks of the bureaus that they concern', async () => {
  const { secret } = await make('/town');
  await make('/police', { bureauId: 'police' });
  const theirs = await desk.open({ plate: '浙A12345' });
  await desk.walk(theirs, ...REVIEWED, { step: 'transfer', bureauId: 'chengguan' });
  const ours = await desk.open();
  await desk.walk(ours, ...REVIEWED, { step: 'transfer', bureauId: 'police', note: '请查收' });
  await expect.poll(() => eventsAt('/town').length).toBe(6);
  await expect.poll(() => eventsAt('/police').length).toBe(1);
  expect(eventsAt('/police')[0]).toMatchObject({
    type: 'lamppost.case.step.v1',
    id: `${ours}.v4`,
    source: '/cases',
    subject: ours,
    data: { caseId: ours, version: 4, step: 'transfer', from: 'confirmed', to: 'transferred', reason: null },
  });
  const all = received.map(({ body }) => body).join('');
  for (const personal of ['12345', '请查收', '127.0.0.1', 'access-code']) expect(all).not.toContain(personal);

  const [first] = received.filter(({ path }) => path === '/town');
  if (first === undefined) throw new Error('nothing came');
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = first.headers;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = createHmac('sha256', key)
    .update(`${String(id)}.${String(timestamp)}.${first.body}`)
    .digest('base64');
  expect(signature).toBe(`v1,${signed}`);
  expect(first.headers['content-type']).toContain('application/cloudevents+json');
  expect(id).toBe(Event.parse(JSON.parse(first.body)).id);
});

test('what a webhook does not take is tried again, is a dead letter after a day, and comes once asked for', async () => {
  answers.set('/down', 503);
  const { webhook } = await make('/down');
  const caseId = await desk.open();
  await desk.walk(caseId, { step: 'begin-review' });
  await expect.poll(async () => (await deliveries(webhook.webhookId, 'waiting'))[0]?.attempts ?? 0).toBeGreaterThan(2);
  expect((await deliveries(webhook.webhookId, 'waiting'))[0]?.lastFailure).toBe('the webhook answered 503');
  await desk.database
    .updateTable('webhook_deliveries')
    .set((column) => ({ trying_since_ms: column('trying_since_ms', '-', GIVE_UP_MS) }))
    .where('webhook_id', '=', webhook.webhookId)
    .execute();
  await expect.poll(async () => (await deliveries(webhook.webhookId, 'dead')).length).toBe(1);
  answers.delete('/down');
  const retried = await administrator.ask('POST', `/api/v1/webhooks/${webhook.webhookId}/retry`);
  expect(await retried.json()).toEqual({ retried: 1 });
  await expect.poll(() => eventsAt('/down').map(({ subject }) => subject)).toEqual([caseId]);
  expect(await deliveries(webhook.webhookId, 'dead')).toEqual([]);
});

test('a redirect is not followed, and one that is disabled is told nothing more', async () => {
  answers.set('/moved', 302);
  const { webhook } = await make('/moved');
  const path = `/api/v1/webhooks/${webhook.webhookId}`;
  await desk.walk(await desk.open(), { step: 'begin-review' });
  await expect
    .poll(async () => (await deliveries(webhook.webhookId, 'waiting'))[0]?.lastFailure)
    .toBe('the webhook answered 302');
  expect(received.map((one) => one.path)).not.toContain('/elsewhere');
  const disabled = await administrator.ask('PATCH', path, { isDisabled: true });
  expect(WebhookEntry.parse(await disabled.json()).isDisabled).toBe(true);
  const [dead] = await deliveries(webhook.webhookId, 'dead');
  expect(dead?.lastFailure).toBe('the webhook was disabled');
  expect((await readProblem(await administrator.ask('POST', `${path}/retry`))).code).toBe('webhook.disabled');
  await desk.walk(await desk.open(), { step: 'begin-review' });
  expect(await deliveries(webhook.webhookId, 'dead')).toHaveLength(1);
});

test('devices are told of: a chain that leaves a question, and a clock that was not right', async () => {
  const types = ['lamppost.case.opened.v1', 'lamppost.device.chain-question.v1'];
  await make('/devices', { types });
  await desk.open({ matter: 'stall' });
  await expect
    .poll(() =>
      eventsAt('/devices')
        .map(({ type }) => type)
        .sort(),
    )
    .toEqual(types);
  const question = eventsAt('/devices').find(({ type }) => type === 'lamppost.device.chain-question.v1');
  expect(question).toMatchObject({ source: '/gateways/pole-001', data: { gatewayId: 'pole-001' } });
});

test.each([
  ['https://169.254.169.254/latest/meta-data', 'webhook.address-refused'],
  ['http://192.168.1.1/', 'webhook.address-refused'],
  ['http://8.8.8.8/', 'webhook.address-refused'],
  ['https://[::1]/', 'webhook.address-refused'],
  ['https://0x0a000001/', 'webhook.address-refused'],
  ['ftp://example.com/', 'request.invalid'],
  ['https://somebody:secret@example.com/', 'request.invalid'],
])('%s is refused', async (address, code) => {
  const body = { url: address, types: ['lamppost.case.step.v1'], bureauId: null };
  expect((await readProblem(await administrator.ask('POST', '/api/v1/webhooks', body))).code).toBe(code);
});

test('an administrator of a bureau manages the webhooks of the bureau and no others; a secret is shown once', async () => {
  const of = await desk.people.make(['administrator'], { bureauId: 'police' });
  const town = await make('/own');
  const body = (bureauId: string | null) => ({ url: `${url}/own`, types: ['lamppost.case.step.v1'], bureauId });
  expect((await readProblem(await of.ask('POST', '/api/v1/webhooks', body(null)))).code).toBe('access.not-allowed');
  expect((await readProblem(await of.ask('POST', '/api/v1/webhooks', body('chengguan')))).code).toBe(
    'access.not-allowed',
  );
  const mine = Made.parse(await (await of.ask('POST', '/api/v1/webhooks', body('police'))).json());
  const List = z.object({ webhooks: z.array(WebhookEntry) });
  const answer = await of.ask('GET', '/api/v1/webhooks');
  const listed = await answer.text();
  expect(listed).not.toContain('whsec_');
  const { webhooks } = List.parse(JSON.parse(listed));
  expect(new Set(webhooks.map(({ bureauId }) => bureauId))).toEqual(new Set(['police']));
  expect(webhooks.map(({ webhookId }) => webhookId)).toContain(mine.webhook.webhookId);
  const others = `/api/v1/webhooks/${town.webhook.webhookId}`;
  for (const [method, path] of [
    ['PATCH', others],
    ['POST', `${others}/secret`],
    ['GET', `${others}/deliveries`],
    ['POST', `${others}/retry`],
  ] as const)
    expect((await readProblem(await of.ask(method, path, method === 'PATCH' ? {} : undefined))).code).toBe(
      'webhook.not-found',
    );
  const renewed = await of.ask('POST', `/api/v1/webhooks/${mine.webhook.webhookId}/secret`);
  expect(z.object({ secret: z.string() }).parse(await renewed.json()).secret).not.toBe(mine.secret);
  const unknown = await administrator.ask('POST', '/api/v1/webhooks', body('nobody'));
  expect((await readProblem(unknown)).code).toBe('bureau.not-found');
});

test('a test event comes to the webhook that is tried, whatever it asks for, and to no other', async () => {
  const { webhook } = await make('/tried');
  await make('/untried');
  const answer = await administrator.ask('POST', `/api/v1/webhooks/${webhook.webhookId}/test`);
  expect(answer.status).toBe(202);
  const { eventId } = (await answer.json()) as { eventId: string };
  await expect.poll(() => eventsAt('/tried')).toMatchObject([{ id: eventId, type: 'lamppost.webhook.test.v1' }]);
  expect(eventsAt('/untried')).toEqual([]);
  await expect.poll(async () => (await deliveries(webhook.webhookId, 'sent')).length).toBe(1);
  await administrator.ask('PATCH', `/api/v1/webhooks/${webhook.webhookId}`, { isDisabled: true });
  const refused = await administrator.ask('POST', `/api/v1/webhooks/${webhook.webhookId}/test`);
  expect((await readProblem(refused)).code).toBe('webhook.disabled');
});
