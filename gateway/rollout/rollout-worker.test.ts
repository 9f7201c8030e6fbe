import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Assignment, AssignmentOutcome, SignedAssignment } from '@lamppost/contracts';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { canonicalJson } from '../evidence/canonical-json.js';
import { keyIdOf } from '../evidence/key-id.js';
import type { RulesRead } from '../rules/document/read-rules.js';
import { createCloudClient } from '../uplink/cloud-client.js';
import { AssignedRules, heldRules } from './assigned-rules.js';
import { AssignmentStore } from './assignment-store.js';
import { createRolloutClient } from './rollout-client.js';
import { RolloutWorker } from './rollout-worker.js';

const NOW = 1_760_000_000_000;
const log = pino({ level: 'silent' });
const cloudKey = newKey();

function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const der = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  return { publicKey: der, sign: (bytes: Uint8Array) => sign(null, bytes, privateKey) };
}
const rulesText = (version: string) => `# 路边\nschema: lamppost.rules/1\nversion: ${version}\nrules: []\n`;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function signed(over: Partial<Assignment> & { text?: string | null }, by = cloudKey): SignedAssignment {
  const { text = rulesText('a'), ...fields } = over;
  const named =
    text === null ? null : { name: 'street', version: 1, sha256: sha256(text), sizeBytes: Buffer.byteLength(text) };
  const assignment: Assignment = {
    ...{ schema: 'lamppost.assignment/1', gatewayId: 'pole-1', kind: 'rules', serial: 1, issuedAtMs: NOW },
    ...{ document: named, ...fields },
  };
  return { assignment, keyId: keyIdOf(by.publicKey), signature: by.sign(canonicalJson(assignment)).toString('base64') };
}

/** What the cloud answers, and was told. */
interface Cloud {
  assignments: unknown;
  documents: Map<string, string>;
  status: number;
  readonly asked: string[];
  readonly told: AssignmentOutcome[];
}
let cloud: Cloud;
let app: FastifyInstance;
let url = '';
let dataDirectory = '';

beforeAll(async () => {
  app = fastify();
  const answer = async (reply: FastifyReply, body: unknown) =>
    cloud.status === 200 ? await reply.send(body) : await reply.code(cloud.status).type('text/html').send('<html>');
  app.get('/api/v1/gateways/assignments', async (request, reply) => {
    cloud.asked.push(request.url);
    if (request.headers['if-none-match'] === '"1"') return await reply.code(304).send();
    void reply.header('etag', '"1"');
    return await answer(reply, cloud.assignments);
  });
  app.get<{ Params: { digest: string } }>('/api/v1/gateways/documents/:digest', async ({ params }, reply) =>
    answer(reply, cloud.documents.get(params.digest) ?? ''),
  );
  app.post<{ Body: AssignmentOutcome }>('/api/v1/gateways/assignments/outcomes', async ({ body }, reply) => {
    cloud.told.push(body);
    return await reply.code(204).send();
  });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app.close();
});
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'rollout-'));
  cloud = { assignments: { assignments: [] }, documents: new Map(), status: 200, asked: [], told: [] };
});
afterEach(() => {
  rmSync(dataDirectory, { recursive: true });
});

const openStore = () => new AssignmentStore({ dataDirectory, kind: 'rules', log });
const held = () => heldRules(openStore(), NOW, log);

/** A gateway that was started anew. */
function startGateway(file: RulesRead = { status: 'refused', problems: [] }) {
  const taken: [string, RulesRead['status']][] = [];
  const clock = { nowMs: () => NOW };
  const device = newKey();
  const key = {
    ...device,
    keyId: keyIdOf(device.publicKey),
    algorithm: 'Ed25519' as const,
    sign: (bytes: Uint8Array) => device.sign(bytes),
  };
  const client = createCloudClient({ cloudUrl: url, gatewayId: 'pole-1', key, clock });
  const user = {
    takeAssigned: (name: string, { status }: RulesRead) => void taken.push([name, status]),
    takeFile: () => {
      taken.push(['rules.yaml', file.status]);
      return { name: 'rules.yaml', read: file };
    },
  };
  const store = openStore();
  const worker = new RolloutWorker({
    client: createRolloutClient(client),
    gatewayId: 'pole-1',
    receiptKey: () => cloudKey.publicKey,
    kinds: [new AssignedRules({ store, user, clock })],
    pollMs: 60_000,
    onReached: () => Promise.resolve(),
    log,
  });
  return { worker, taken, store };
}
/** The cloud assigns this, and gives out its text. */
function assign(given: SignedAssignment, text = rulesText('a')): void {
  cloud.assignments = { assignments: [given] };
  if (given.assignment.document !== null) cloud.documents.set(given.assignment.document.sha256, text);
}

test('assigned rules are judged by, kept for a start without the cloud, and told of', async () => {
  assign(signed({ serial: 7 }));
  const { worker, taken } = startGateway();
  expect(await worker.poll()).toBeNull();
  expect(taken).toEqual([['street@1', 'taken']]);
  expect(cloud.told).toEqual([{ kind: 'rules', serial: 7, result: 'taken', problem: null, problems: 0, atMs: NOW }]);
  expect(held()).toMatchObject({ name: 'street@1', rules: { document: { version: 'a' }, text: rulesText('a') } });
  // Nothing new is not read again.
  expect(await worker.poll()).toBeNull();
  expect([taken.length, cloud.told.length]).toEqual([1, 1]);
  expect(cloud.asked).toEqual(['/api/v1/gateways/assignments?rules=0', '/api/v1/gateways/assignments?rules=7']);
});

test('bad rules are refused with document, line and mend; the old ones stay, also over a restart', async () => {
  assign(signed({ serial: 1 }));
  await startGateway().worker.poll();
  const bad = rulesText('b').replace('rules: []', 'rulez: []');
  assign(signed({ serial: 2, text: bad }), bad);
  const { worker, taken } = startGateway();
  expect(await worker.poll()).toBeNull();
  expect(taken).toEqual([['street@1', 'refused']]);
  expect(cloud.told.at(-1)).toMatchObject({
    serial: 2,
    result: 'refused',
    problem: expect.stringMatching(/^street@1:4:1: .*rules/) as string,
  });
  expect(held()?.rules.document.version).toBe('a');
});

test('without a document the file on the box holds again', async () => {
  assign(signed({ serial: 1 }));
  await startGateway().worker.poll();
  assign(signed({ serial: 2, text: null }));
  const { worker, taken } = startGateway({
    status: 'taken',
    sha256: '',
    text: '',
    document: {} as never,
    warnings: [],
  });
  await worker.poll();
  expect(taken).toEqual([['rules.yaml', 'taken']]);
  expect(cloud.told.at(-1)).toMatchObject({ serial: 2, result: 'taken' });
  expect(held()).toBeNull();
});

test.each([
  ['of another key', () => signed({ serial: 9 }, newKey())],
  ['for another gateway', () => signed({ serial: 9, gatewayId: 'pole-2' })],
  ['that was changed', () => ({ ...signed({ serial: 9 }), assignment: signed({ serial: 10 }).assignment })],
  ['that is played back', () => signed({ serial: 4, text: rulesText('old') })],
])('an assignment %s changes nothing', async (_, given) => {
  assign(signed({ serial: 5 }));
  await startGateway().worker.poll();
  assign(given(), rulesText('old'));
  const { worker, taken, store } = startGateway();
  expect(await worker.poll()).toBeNull();
  expect([taken, store.state.serial, held()?.rules.document.version]).toEqual([[], 5, 'a']);
});

test.each([
  [
    'another text than was assigned',
    () => {
      assign(signed({ serial: 3 }), rulesText('other'));
    },
  ],
  [
    'more than it may',
    () => {
      assign(signed({ serial: 3 }), 'x'.repeat(1_100_000));
    },
  ],
  ['rubbish', () => void (cloud.assignments = { assignments: [{ serial: 3 }] })],
  ['a page of a proxy', () => void (cloud.status = 502)],
])('a cloud that gives %s is asked again later', async (_, break_) => {
  break_();
  const { worker, taken, store } = startGateway();
  expect((await worker.poll())?.status).toBe('retryable');
  expect([taken, store.state.serial, cloud.told]).toEqual([[], 0, []]);
  cloud.status = 200;
  assign(signed({ serial: 3 }));
  expect(await worker.poll()).toBeNull();
  expect(taken).toHaveLength(1);
});

test('a gateway whose key was revoked goes on with what it has', async () => {
  assign(signed({ serial: 1 }));
  const { worker } = startGateway();
  await worker.poll();
  cloud.status = 401;
  assign(signed({ serial: 2 }));
  const again = startGateway();
  expect((await again.worker.poll())?.status).toBe('unauthorised');
  expect(held()?.rules.document.version).toBe('a');
});

test('a loss of power between fetching and keeping leaves what was there, and the rest of a write is cleared away', async () => {
  assign(signed({ serial: 1 }));
  await startGateway().worker.poll();
  // As it is when the power goes before the rename.
  writeFileSync(join(dataDirectory, 'rollout', 'rules.json.tmp'), '{"schema":"lamppost.rollout-st');
  expect(held()?.rules.document.version).toBe('a');
  assign(signed({ serial: 2, text: rulesText('b') }), rulesText('b'));
  await startGateway().worker.poll();
  expect(held()?.rules.document.version).toBe('b');
});

test.each([
  ['no JSON', () => '\0\0\0\0'],
  ['of another form', () => '{"schema":"lamppost.rollout-state/2"}'],
  ['with a text that was changed', (kept: string) => kept.replace('version: a', 'version: z')],
])('a state that is %s counts as none, and the cloud gives it again', async (_, damage) => {
  assign(signed({ serial: 1 }));
  await startGateway().worker.poll();
  const file = join(dataDirectory, 'rollout', 'rules.json');
  writeFileSync(file, damage(readFileSync(file, 'utf8')));
  expect(held()).toBeNull();
  await startGateway().worker.poll();
  expect(held()?.rules.document.version).toBe('a');
});

test('what cannot be kept is not judged by', async () => {
  // A folder of the name that the file would have.
  mkdirSync(join(dataDirectory, 'rollout', 'rules.json'), { recursive: true });
  assign(signed({ serial: 1 }));
  const { worker, taken, store } = startGateway();
  await expect(worker.poll()).rejects.toThrow();
  expect([taken, store.state.serial]).toEqual([[], 0]);
});
