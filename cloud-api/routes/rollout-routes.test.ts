import { createHash, createPublicKey, verify } from 'node:crypto';
import {
  GatewayAssignments,
  type AssignmentOutcome,
  type DocumentKind,
  type SignedAssignment,
} from '@lamppost/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuditLog } from '../audit/audit-log.js';
import { systemClock } from '../clock.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import {
  DocumentPage,
  DocumentText,
  GatewayGroup,
  GroupGatewayPage,
  RolloutHistory,
  RolloutPage,
  type RolloutStepRequest,
} from '../rollout/rollout.js';
import { sweepRollouts } from '../rollout/take-rollout-step.js';
import { createFakeClock, type FakeClock } from '../testing/fake-clock.js';
import type { TestGateway } from '../testing/sealed-package.js';
import { enrolmentCode, postJson, readProblem, startTestCloud, type TestCloud } from '../testing/test-cloud.js';
import { openTestPeople, type TestPeople, type TestPerson } from '../testing/test-people.js';

const MINUTE_MS = 60_000;
const rulesText = (comment: string) => `# ${comment}\nschema: lamppost.rules/1\nrules: []\n`;

let clock: FakeClock;
let cloud: TestCloud;
let people: TestPeople;
let operator: TestPerson;
let receiptKey: string;
const gateways: TestGateway[] = [];

beforeAll(async () => {
  clock = createFakeClock(systemClock.nowMs());
  cloud = await startTestCloud({ clock });
  people = await openTestPeople(cloud);
  await people.database
    .insertInto('bureaus')
    .values([bureau('north'), bureau('south')])
    .execute();
  operator = await people.make(['operator']);
  for (let n = 0; n < 14; n += 1) gateways.push(await cloud.enrol(`pole-${n}`));
  const [first] = gateways;
  const again = { gatewayId: 'pole-0', code: enrolmentCode('pole-0'), publicKey: first?.publicKey };
  const answer = await postJson(`${cloud.url}/api/v1/gateways/enrol`, again);
  ({ receiptKey } = (await answer.json()) as { receiptKey: string });
});
afterAll(async () => {
  await people.close();
  await cloud.close();
  cloud.remove();
});

const bureau = (bureauId: string) => ({ bureau_id: bureauId, name_zh: bureauId, name_en: null });
const gatewayOf = (n: number): TestGateway => {
  const gateway = gateways[n];
  if (gateway === undefined) throw new Error(`there is no gateway ${n}`);
  return gateway;
};
async function asDevice(gateway: TestGateway, path: string, over: Record<string, string> = {}, body?: object) {
  const authorization = `Bearer ${await gateway.signToken({ nowMs: clock.nowMs() })}`;
  const address = `${cloud.url}/api/v1/gateways/${path}`;
  if (body !== undefined) return await postJson(address, body, { authorization });
  return await fetch(address, { headers: { authorization, ...over } });
}
/** What a gateway is to go by. */
async function poll(gateway: TestGateway, kind: DocumentKind = 'rules', serial = 0): Promise<SignedAssignment | null> {
  const answer = await asDevice(gateway, `assignments?${kind}=${serial}`);
  return GatewayAssignments.parse(await answer.json()).assignments[0] ?? null;
}
async function tell(gateway: TestGateway, { kind, serial }: { kind: DocumentKind; serial: number }, problem?: string) {
  const result = problem === undefined ? 'taken' : 'refused';
  const problems = problem === undefined ? 0 : 1;
  const outcome: AssignmentOutcome = { kind, serial, result, problem: problem ?? null, problems, atMs: clock.nowMs() };
  expect((await asDevice(gateway, 'assignments/outcomes', {}, outcome)).status).toBe(204);
}
/** All these gateways ask, and take what they are given. @returns the versions that they go by */
async function pollAll(which: readonly TestGateway[], problem?: string): Promise<(number | null)[]> {
  return await Promise.all(
    which.map(async (gateway) => {
      const given = await poll(gateway);
      if (given !== null) await tell(gateway, given.assignment, problem);
      return given?.assignment.document?.version ?? null;
    }),
  );
}
async function publish(name: string, after: number, text: string, over: object = {}): Promise<void> {
  const body = { kind: 'rules', name, text, note: 'for the test', ...over };
  const answer = await operator.ask('POST', '/api/v1/documents', body, { 'if-match': `"v${after}"` });
  if (answer.status !== 201) throw new Error(await answer.text());
}
async function makeGroup(groupId: string, which: readonly TestGateway[], over: object = {}): Promise<void> {
  const made = await operator.ask('POST', '/api/v1/gateway-groups', { groupId, name: groupId, kind: 'rules', ...over });
  expect(made.status).toBe(201);
  const change = { add: which.map(({ gatewayId }) => gatewayId) };
  const changed = await operator.ask('PATCH', `/api/v1/gateway-groups/${groupId}`, change, { 'if-match': '"v1"' });
  expect(GatewayGroup.parse(await changed.json()).gateways).toBe(which.length);
}
async function start(groupId: string, name: string, version: number, over: object = {}): Promise<RolloutHistory> {
  const answer = await operator.ask('POST', '/api/v1/rollouts', { groupId, name, version, ...over });
  if (answer.status !== 201) throw new Error(await answer.text());
  return RolloutHistory.parse(await answer.json());
}
async function read(rolloutId: number): Promise<RolloutHistory> {
  return RolloutHistory.parse(await (await operator.ask('GET', `/api/v1/rollouts/${rolloutId}`)).json());
}
async function step(rolloutId: number, said: RolloutStepRequest): Promise<RolloutHistory> {
  const { version } = await read(rolloutId);
  const path = `/api/v1/rollouts/${rolloutId}/steps`;
  const answer = await operator.ask('POST', path, said, { 'if-match': `"v${version}"` });
  if (answer.status !== 201) throw new Error(await answer.text());
  return RolloutHistory.parse(await answer.json());
}
async function sweep(): Promise<number[]> {
  const { database } = people;
  return await sweepRollouts({ database, clock, audit: createAuditLog({ database, clock }) });
}

test('versions are kept byte for byte, and nobody publishes over a version that he did not see', async () => {
  const text = rulesText('路边 rules, with a comment');
  await publish('kept', 0, text);
  const again = await operator.ask(
    'POST',
    '/api/v1/documents',
    { kind: 'rules', name: 'kept', text, note: 'again' },
    { 'if-match': '"v0"' },
  );
  expect([again.status, again.headers.get('etag')]).toEqual([200, '"v1"']);
  const late = await operator.ask(
    'POST',
    '/api/v1/documents',
    { kind: 'rules', name: 'kept', text: rulesText('b'), note: 'late' },
    { 'if-match': '"v0"' },
  );
  expect(await readProblem(late)).toMatchObject({ status: 412, code: 'document.changed' });
  await publish('kept', 1, rulesText('b'));
  const versions = DocumentPage.parse(
    await (await operator.ask('GET', '/api/v1/documents/rules/kept/versions?limit=1')).json(),
  );
  expect(versions.documents.map(({ version }) => version)).toEqual([2]);
  const older = `/api/v1/documents/rules/kept/versions?limit=1&cursor=${versions.nextCursor ?? ''}`;
  expect(DocumentPage.parse(await (await operator.ask('GET', older)).json())).toMatchObject({
    documents: [{ version: 1 }],
    nextCursor: null,
  });
  const first = DocumentText.parse(await (await operator.ask('GET', '/api/v1/documents/rules/kept/versions/1')).json());
  expect(first).toMatchObject({ text, sha256: createHash('sha256').update(text).digest('hex'), note: 'for the test' });
  const bad = await operator.ask(
    'POST',
    '/api/v1/documents',
    { kind: 'rules', name: 'kept', text: 'rules: [', note: 'no' },
    { 'if-match': '"v2"' },
  );
  expect((await readProblem(bad)).code).toBe('document.not-usable');
});

test('a roll-out goes up in steps, finishes, and is rolled back to the version before', async () => {
  const group = gateways.slice(0, 10);
  await publish('street', 0, rulesText('one'));
  await publish('street', 1, rulesText('two'));
  await makeGroup('street', group);
  expect(await pollAll(group)).toEqual(Array(10).fill(null));
  const first = await start('street', 'street', 1, { steps: [100] });
  expect(await pollAll(group)).toEqual(Array(10).fill(1));
  expect((await step(first.rolloutId, { step: 'advance' })).state).toBe('finished');

  const { rolloutId } = await start('street', 'street', 2, { note: 'carefully' });
  const reached: number[][] = [];
  for (const count of [1, 5, 10]) {
    const versions = await pollAll(group);
    reached.push(versions.flatMap((version, n) => (version === 2 ? [n] : [])));
    expect(reached.at(-1)).toHaveLength(count);
    expect(reached.at(-1)).toEqual(expect.arrayContaining(reached.at(-2) ?? []));
    expect((await read(rolloutId)).counts).toMatchObject({ gateways: 10, given: count, taken: count, waiting: 0 });
    if (count < 10) await step(rolloutId, { step: 'advance' });
  }
  const finished = await step(rolloutId, { step: 'advance' });
  expect(finished).toMatchObject({ state: 'finished', previous: { name: 'street', version: 1 } });
  expect(finished.history.map((one) => one.step)).toEqual(['finish', 'advance', 'advance', 'start']);
  const back = await step(rolloutId, { step: 'roll-back', note: 'too many false alarms' });
  expect(back.state).toBe('rolled-back');
  expect(await pollAll(group)).toEqual(Array(10).fill(1));
  // The first one is no longer what the group goes by because of it alone: it is, and goes back to the files on the boxes.
  await step(first.rolloutId, { step: 'roll-back', note: 'all of it' });
  const given = await poll(gatewayOf(0));
  expect(given?.assignment.document).toBeNull();
  const stale = await operator.ask(
    'POST',
    `/api/v1/rollouts/${rolloutId}/steps`,
    { step: 'pause' },
    { 'if-match': '"v1"' },
  );
  expect((await readProblem(stale)).code).toBe('rollout.changed');
});

test('an assignment is signed for one gateway, unchanged until it is issued anew, and opens one document', async () => {
  const gateway = gatewayOf(0);
  await start('street', 'street', 2, { steps: [100] });
  const signed = await poll(gateway);
  if (signed === null) throw new Error('nothing was assigned');
  const key = createPublicKey({ key: Buffer.from(receiptKey, 'base64'), format: 'der', type: 'spki' });
  expect(verify(null, toCanonicalJson(signed.assignment), key, Buffer.from(signed.signature, 'base64'))).toBe(true);
  expect(signed.assignment).toMatchObject({
    gatewayId: 'pole-0',
    kind: 'rules',
    document: { name: 'street', version: 2 },
  });

  const etag = (await asDevice(gateway, 'assignments?rules=0')).headers.get('etag') ?? '';
  expect((await asDevice(gateway, 'assignments?rules=0', { 'if-none-match': etag })).status).toBe(304);
  const sha256 = signed.assignment.document?.sha256 ?? '';
  const content = await asDevice(gateway, `documents/${sha256}`);
  expect(content.headers.get('cache-control')).toMatch(/immutable/);
  expect(await content.text()).toBe(rulesText('two'));
  expect((await readProblem(await asDevice(gatewayOf(12), `documents/${sha256}`))).code).toBe('document.not-found');

  // A gateway that knows of a later assignment than the database, which was brought back from a copy, is issued another.
  const { serial } = signed.assignment;
  expect((await poll(gateway, 'rules', serial + 5_000))?.assignment.serial).toBeGreaterThan(serial + 5_000);
});

test('gateways that refuse a document halt its roll-out at once; it is retried, and goes on only when told to', async () => {
  const [{ rolloutId }] = RolloutPage.parse(await (await operator.ask('GET', '/api/v1/rollouts?state=running')).json())
    .rollouts as [RolloutHistory];
  await pollAll(gateways.slice(0, 9));
  await pollAll([gatewayOf(9)], 'street@2:3:1: rules: a list is expected');
  const halted = await read(rolloutId);
  expect(halted).toMatchObject({ state: 'halted', counts: { taken: 9, refused: 1 } });
  expect(halted.history[0]).toMatchObject({ step: 'halt', accountId: null });
  const refused = await operator.ask('GET', '/api/v1/gateway-groups/street/gateways?standing=refused');
  expect(GroupGatewayPage.parse(await refused.json()).gateways).toMatchObject([
    { gatewayId: 'pole-9', problem: 'street@2:3:1: rules: a list is expected', problems: 1 },
  ]);
  await step(rolloutId, { step: 'retry' });
  expect((await read(rolloutId)).counts).toMatchObject({ refused: 0, unheard: 1 });
  await pollAll([gatewayOf(9)], 'again');
  await step(rolloutId, { step: 'resume', note: 'that one is broken' });
  expect(await sweep()).toEqual([]);
  await step(rolloutId, { step: 'advance' });
  const { entries } = await people.database
    .selectFrom('audit_log')
    .select(({ fn }) => fn.countAll<number>().as('entries'))
    .where('action', '=', 'rollout.step')
    .where('subject_id', '=', rolloutId.toString())
    .executeTakeFirstOrThrow();
  expect(entries).toBe(5);
});

test('a roll-out advances by itself when its time is up, and halts when gateways fall silent', async () => {
  const group = gateways.slice(10, 14);
  await publish('quiet', 0, rulesText('one'));
  await makeGroup('quiet', group);
  const { rolloutId } = await start('quiet', 'quiet', 1, { steps: [50, 100], soakMinutes: 1, silentMinutes: 3 });
  await pollAll(group);
  await sweep();
  expect(await read(rolloutId)).toMatchObject({ percent: 50, counts: { given: 2, taken: 2 } });
  clock.advance(MINUTE_MS);
  await sweep();
  expect(await read(rolloutId)).toMatchObject({ percent: 100, state: 'running' });
  await pollAll(group);
  clock.advance(4 * MINUTE_MS);
  await pollAll(group.slice(1));
  const state = await read(rolloutId);
  expect(state.counts).toMatchObject({ given: 4, taken: 3, silent: 1 });
  expect(await sweep()).toEqual([rolloutId]);
});

test('a gateway is in one group of a kind, and goes back to its own file when it leaves', async () => {
  const taken = await operator.ask(
    'PATCH',
    '/api/v1/gateway-groups/quiet',
    { add: ['pole-0'] },
    { 'if-match': '"v2"' },
  );
  expect((await readProblem(taken)).code).toBe('group.gateway-taken');
  const unknown = await operator.ask(
    'PATCH',
    '/api/v1/gateway-groups/quiet',
    { add: ['nobody'] },
    { 'if-match': '"v2"' },
  );
  expect((await readProblem(unknown)).code).toBe('group.gateway-unknown');
  const late = await operator.ask('PATCH', '/api/v1/gateway-groups/quiet', {}, { 'if-match': '"v1"' });
  expect((await readProblem(late)).code).toBe('group.changed');
  await operator.ask('PATCH', '/api/v1/gateway-groups/quiet', { remove: ['pole-13'] }, { 'if-match': '"v2"' });
  expect((await poll(gatewayOf(13)))?.assignment.document).toBeNull();
});

test('configuration is for administrators, and what belongs to a bureau for that bureau and the town', async () => {
  const body = { kind: 'configuration', name: 'poles', text: 'schema: lamppost.configuration/1\n', note: 'first' };
  const none = { 'if-match': '"v0"' };
  expect((await operator.ask('POST', '/api/v1/documents', body, none)).status).toBe(403);
  const administrator = await people.make(['administrator']);
  expect((await administrator.ask('POST', '/api/v1/documents', body, none)).status).toBe(201);
  const north = await people.make(['operator'], { bureauId: 'north' });
  const south = await people.make(['operator'], { bureauId: 'south' });
  const own = { kind: 'rules', name: 'northern', text: rulesText('n'), note: 'first', bureauId: 'north' };
  expect((await south.ask('POST', '/api/v1/documents', own, none)).status).toBe(403);
  expect((await north.ask('POST', '/api/v1/documents', { ...own, bureauId: null }, none)).status).toBe(403);
  expect((await north.ask('POST', '/api/v1/documents', own, none)).status).toBe(201);
  expect((await south.ask('GET', '/api/v1/documents/rules/northern/versions/1')).status).toBe(404);
  await makeGroup('northern', [gatewayOf(13)], { bureauId: 'north' });
  expect((await south.ask('GET', '/api/v1/gateway-groups/northern')).status).toBe(404);
  const rollout = { groupId: 'northern', name: 'northern', version: 1 };
  expect((await south.ask('POST', '/api/v1/rollouts', rollout)).status).toBe(404);
  expect((await north.ask('POST', '/api/v1/rollouts', rollout)).status).toBe(201);
  expect((await north.ask('POST', '/api/v1/rollouts', rollout)).status).toBe(409);
  // A document of one bureau is none for a group of the town.
  expect((await operator.ask('POST', '/api/v1/rollouts', { ...rollout, groupId: 'quiet' })).status).toBe(404);
});
