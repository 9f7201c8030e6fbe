import { Problem } from '@lamppost/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RubbishBody, rubbishBodyLike, rubbishTextLike } from '../testing/rubbish.js';
import { KNOWN_VIOLATION, openTestConsole, type TestConsole } from '../testing/test-console.js';
import { CONSOLE_PROBLEMS } from './console-problem.js';

/** Another seed or more requests: see docs/api.md. */
const { LAMPPOST_FUZZ_SEED, LAMPPOST_FUZZ_RUNS } = process.env;
const SEED = Number(LAMPPOST_FUZZ_SEED ?? 20261123);
/** Requests to each route by each of those who ask. */
const RUNS = Number(LAMPPOST_FUZZ_RUNS ?? 8);
const HOST = { host: 'box.test', origin: 'https://box.test' };
/** What an answer must never tell: stacks, files and statements of the gateway. */
const INSIDE = [
  /\n\s+at /,
  /node_modules/,
  /SQLITE|no such column/,
  /ENOENT|EACCES/,
  /lamppost-test-console/,
  /call stack/i,
];
/** The tests of the wall and of the page build what these show. */
const LEFT_OUT = ['/', '/api/console/v1/wall', '/icon.svg', '/assets/*'];

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole();
});
afterAll(() => console.close());

const KNOWN = new Map<string, readonly string[]>(
  Object.entries({
    ...{ cameraId: ['gate', 'other'], sensorId: ['dust-1'], factor: ['a34001'], violationId: [KNOWN_VIOLATION] },
    ...{ kind: ['compare', 'curve'], number: ['1', '2'], id: ['1'], range: ['1h', '24h'], at: ['1'] },
    ...{ limit: ['1', '500'], beforeMs: ['1'] },
  }),
);
function exampleOf(url: string, { rulesText, password }: TestConsole): unknown {
  const days = { fromDay: '2026-03-01', toDay: '2026-03-01' };
  const text = rulesText;
  if (url.endsWith('/session')) return { name: 'operator', password };
  if (url.endsWith('/password')) return { current: password, next: 'Another-Lantern-2026' };
  if (url.endsWith('/draft'))
    return {
      text,
      edits: [
        { op: 'set', path: ['rules', 0, 'forSeconds'], value: 120 },
        { op: 'remove', path: ['zones', 0] },
      ],
    };
  if (url.endsWith('/versions')) return { text: text.replace('100', '200'), reason: 'why' };
  if (url.endsWith('/restore')) return { reason: 'why' };
  return { kind: 'compare', against: 'now', text, ...days };
}

interface Rubbish {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RubbishBody | null;
}
function rubbishTo(method: string, url: string, etag: string): fc.Arbitrary<Rubbish> {
  const names = [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const places = fc.tuple(...names.map((name) => rubbishTextLike(KNOWN.get(name) ?? [])));
  const asked = fc.constantFrom('range', 'limit', 'beforeMs', 'at', '__proto__');
  const query = fc.array(
    asked.chain((name) => rubbishTextLike(KNOWN.get(name) ?? []).map((value) => [name, value])),
    { maxLength: 2 },
  );
  const body = method === 'GET' ? fc.constant(null) : rubbishBodyLike(exampleOf(url, console));
  return fc.tuple(places, query, rubbishTextLike([`"${etag}"`]), body).map(([parts, pairs, ifMatch, sent]) => {
    const filled = parts.reduce((path, part, at) => path.replace(`:${names[at] ?? ''}`, encode(part)), url);
    const search = pairs.map(([name = '', value = '']) => `${name}=${encode(value)}`).join('&');
    const headers = { 'if-match': ifMatch.replaceAll(/[^\u0020-\u007e]/g, '') };
    return { path: search === '' ? filled : `${filled}?${search}`, headers, body: sent };
  });
}
/** Dots and lone halves of pairs never reach a server as they are; a half of a percent sign does. */
function encode(text: string): string {
  if (/^%..?$/.test(text)) return text;
  return /^\.{1,2}$/.test(text) ? `${text}..` : encodeURIComponent(Buffer.from(text).toString());
}

function findFault(answer: { statusCode: number; headers: Record<string, unknown>; body: string }): string | null {
  const { statusCode, headers, body } = answer;
  const inside = INSIDE.find((pattern) => pattern.test(body));
  if (inside !== undefined) return `it tells of the inside: ${body}`;
  if (statusCode < 400) return null;
  if (headers['content-type'] !== 'application/problem+json')
    return `${statusCode} came as ${String(headers['content-type'])}`;
  const problem = Problem.safeParse(JSON.parse(body));
  if (!problem.success) return `${statusCode} is no problem: ${body}`;
  const { code } = problem.data;
  const described = CONSOLE_PROBLEMS[code as keyof typeof CONSOLE_PROBLEMS] as { status: number } | undefined;
  if (described?.status !== statusCode) return `${code} is not in the catalogue with ${statusCode}`;
  return code === 'service.failed' ? body : null;
}

test('whatever is sent to whatever route by whomever, it answers with what it has or a coded problem', async () => {
  const routes = console.routes.filter(({ method, url }) => method !== 'HEAD' && !LEFT_OUT.includes(url));
  const askers = {
    nobody: () => ({}),
    stranger: () => ({ cookie: `lamppost_operator=${'%00'.repeat(500)}; =; lamppost_operator` }),
    viewer: () => ({ cookie: console.signIn('viewer') }),
    operator: () => ({ cookie: console.signIn('operator') }),
  };
  const faults = new Map<string, string>();
  const taken = new Set<string>();
  let sent = 0;
  for (const [place, { method, url }] of routes.entries()) {
    const etag = await console.etag();
    const options = { seed: SEED + place, numRuns: RUNS * 4 };
    const requests = fc.sample(rubbishTo(method, url, etag), options);
    for (const [index, [who, cookie]] of Object.entries(askers).entries())
      for (const { path, headers, body } of requests.slice(index * RUNS, (index + 1) * RUNS)) {
        sent += 1;
        const answer = await console.app.inject({
          method: method as 'GET',
          url: path,
          // Each comes from an address of its own, or wrong passwords from one would shut all out.
          remoteAddress: `198.51.${Math.floor(sent / 250) % 250}.${sent % 250}`,
          headers: { ...HOST, ...headers, ...cookie(), ...(body === null ? {} : { 'content-type': body.type }) },
          ...(body === null ? {} : { payload: body.bytes }),
        });
        if (answer.statusCode < 300) taken.add(`${method} ${url}`);
        const fault = findFault(answer);
        if (fault !== null)
          faults.set(
            `${method} ${url}: ${fault.slice(0, 300)}`,
            `${who} ${path.slice(0, 200)} ${String(body?.bytes ?? '').slice(0, 300)}`,
          );
      }
  }
  expect(Object.fromEntries(faults)).toEqual({});
  expect(routes.length).toBeGreaterThan(20);
  // Were all refused at the door, nothing would be fuzzed.
  expect(taken.size).toBeGreaterThan(15);
});
