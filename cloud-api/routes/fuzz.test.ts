import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { PersonRole } from '../access/roles.js';
import { createFindFault } from '../testing/fuzz/find-fault.js';
import { type Operation, readOperations } from '../testing/fuzz/read-operations.js';
import { type KnownIds, requestOf } from '../testing/fuzz/request-of.js';
import { type TestGateway, writePackage } from '../testing/sealed-package.js';
import { startTestCloud, TEST_ACCESS_CODE, type TestCloud, uploadPackage } from '../testing/test-cloud.js';
import { openTestPeople, type TestPeople } from '../testing/test-people.js';

/** Another seed or more requests: see docs/api.md. */
const { LAMPPOST_FUZZ_SEED, LAMPPOST_FUZZ_RUNS } = process.env;
const SEED = Number(LAMPPOST_FUZZ_SEED ?? 20261122);
/** Requests to each operation by each of those who ask. */
const RUNS = Number(LAMPPOST_FUZZ_RUNS ?? 1);
/** What may last long or never ends is not fuzzed by itself: streams of events. */
const AT_ONCE = 4;
/** Each request comes from an address of its own, or wrong codes from one would shut all out. */
let sent = 0;
function nextAddress(): string {
  sent += 1;
  return `198.51.${Math.floor(sent / 250) % 250}.${sent % 250}`;
}

type Ask = (path: string, init: RequestInit) => Promise<Response>;

let cloud: TestCloud;
let people: TestPeople;
let gateway: TestGateway;
const askers = new Map<string, Ask>();
let ids: KnownIds;

beforeAll(async () => {
  cloud = await startTestCloud({ metricsToken: 'a token for the scraper' });
  people = await openTestPeople(cloud);
  const { database } = people;
  await database.insertInto('bureaus').values({ bureau_id: 'one', name_zh: '一', name_en: null }).execute();
  gateway = await cloud.enrol('pole-one');
  // Another stands for gateways that are asked about: its keys are revoked on the way.
  await cloud.enrol('pole-two');
  const sealed = await writePackage(join(cloud.folder, 'sent.zip'), gateway);
  await uploadPackage(cloud.url, gateway, sealed);
  await database.updateTable('cases').set({ bureau_id: 'one' }).execute();
  const { case_id: caseId } = await database.selectFrom('cases').select('case_id').executeTakeFirstOrThrow();
  const whole = await people.make(['officer']);
  const made = await whole.ask('POST', `/api/v1/cases/${caseId}/dispatches`, { grid: '330106001000001' });
  await made.arrayBuffer();
  ids = {
    ...{ caseId: [caseId], digest: [sealed.digest], gatewayId: ['pole-two'], bureauId: ['one'] },
    ...{ name: ['still-1.jpg', 'readings.json'], 'if-match': ['"v1"'], reason: ['to see that it holds'] },
  };
  const send = (authorization: () => Promise<string> | string): Ask => {
    return async (path, init) => {
      const shown = await authorization();
      const headers = {
        ...(init.headers as Record<string, string>),
        ...(shown === '' ? {} : { authorization: shown }),
      };
      return await fetch(`${cloud.url}${path}`, { ...init, headers, redirect: 'manual' });
    };
  };
  askers.set(
    'nobody',
    send(() => ''),
  );
  askers.set(
    'access code',
    send(() => `Bearer ${TEST_ACCESS_CODE}`),
  );
  askers.set(
    'gateway',
    send(async () => `Bearer ${await gateway.signToken()}`),
  );
  for (const role of PersonRole.options) {
    const person = await people.make([role], role === 'administrator' ? {} : { bureauId: 'one' });
    askers.set(role, (path, { method = 'GET', body, headers }) =>
      person.ask(method, path, body ?? undefined, headers as Record<string, string>),
    );
  }
});
afterAll(async () => {
  await people.close();
  await cloud.close();
  cloud.remove();
});

test('whatever is sent to whatever route by whomever, it answers as it is described', async () => {
  const description = z
    .looseObject({ components: z.looseObject({}) })
    .parse(await (await fetch(`${cloud.url}/openapi.json`)).json());
  const read = readOperations(description);
  // Whoever asks is signed in to the end.
  const isSigningOut = ({ name }: Operation) => name === 'DELETE /api/v1/session';
  const operations = [...read.filter((one) => !isSigningOut(one)), ...read.filter(isSigningOut)];
  const findFault = createFindFault(description.components);
  const faults = new Map<string, string>();
  const taken = new Set<string>();
  for (const [place, operation] of operations.entries()) {
    const requests = fc.sample(requestOf(operation, ids), { seed: SEED + place, numRuns: RUNS * askers.size });
    const tries = [...askers].flatMap(([who, ask], index) =>
      requests.slice(index * RUNS, (index + 1) * RUNS).map((request) => ({ who, ask, request })),
    );
    for (let from = 0; from < tries.length; from += AT_ONCE)
      await Promise.all(
        tries.slice(from, from + AT_ONCE).map(async ({ who, ask, request: { path, headers, body } }) => {
          const from = { ...headers, 'x-forwarded-for': nextAddress() };
          const init = { method: operation.method, headers: from, ...(body === undefined ? {} : { body }) };
          const response = await ask(path, init);
          if (response.ok) taken.add(operation.name);
          const fault = await findFault(operation, response);
          if (fault !== null)
            faults.set(
              `${operation.name}: ${fault.slice(0, 300)}`,
              `${who} ${path.slice(0, 200)} ${(body ?? '').slice(0, 300)}`,
            );
        }),
      );
  }
  expect(Object.fromEntries(faults)).toEqual({});
  expect(operations.length).toBeGreaterThan(80);
  // Were all refused at the door, nothing would be fuzzed.
  expect(taken.size).toBeGreaterThan(50);
});
