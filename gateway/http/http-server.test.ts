import { afterEach, expect, test } from 'vitest';
import { isLoopback, startHttpServer } from './http-server.js';
import { createMetrics } from './metrics.js';

let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

async function start(missing: string[], metricsToken: string | null): Promise<string> {
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    metricsToken,
    metrics: createMetrics(),
    status: () => ({ state: 'offline' }),
    missing: () => missing,
    degraded: () => ['camera gate: no frame for 15 s'],
  });
  close = () => server.close();
  return server.listeningOrigin;
}

test('a gateway without its broker lives, and is not ready, saying why', async () => {
  const url = await start(['broker: connection refused'], null);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const ready = await fetch(`${url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({
    status: 'not-ready',
    missing: ['broker: connection refused'],
    degraded: ['camera gate: no frame for 15 s'],
  });
});

test('a camera that is away does not make the gateway unready', async () => {
  const url = await start([], null);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

test.each(['metrics', 'status'])('%s asks for its token', async (name) => {
  const url = await start([], 'a-token-of-a-test');
  const refused = await fetch(`${url}/${name}`);
  expect(refused.status).toBe(401);
  expect(refused.headers.get('content-type')).toMatch('application/problem+json');
  const answer = await fetch(`${url}/${name}`, { headers: { authorization: 'Bearer a-token-of-a-test' } });
  expect(await answer.text()).toMatch(name === 'status' ? /^\{"state":"offline"\}$/ : /^process_cpu_seconds_total/m);
});

test('an address that no route can be looked up for is answered by a problem', async () => {
  const url = await start([], null);
  const answer = await fetch(`${url}/%ff`);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({ status: 400, code: 'request.invalid' });
});

test.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['10.0.0.1', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
