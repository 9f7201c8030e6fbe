import { expect, test } from 'vitest';
import { buildFrame } from './build-frame.js';
import { HostRequests } from './host-requests.js';
import { parseFrame } from './parse-frame.js';

const NOW = Date.parse('2026-08-01T08:50:05+08:00');
const IDENTITY = { st: '39', password: '123456', mn: '010000A8900016F000169DC0', version: 2 };

function textOf(frames: readonly Buffer[]): string[] {
  return frames.map((frame) => frame.toString('latin1', 6, frame.length - 6));
}

function answer(qn: string, cn: number, parameters: string) {
  const bytes = buildFrame(`QN=${qn};ST=91;CN=${cn};PW=123456;MN=1;Flag=8;CP=&&${parameters}&&`);
  const parsed = parseFrame(bytes, { start: 0, end: bytes.length - 2 });
  if (parsed.status === 'refused') throw new Error(parsed.detail);
  return parsed.frame;
}

const QN = '20260801085005000';

test('a request goes out once, with its own number and the version of the device', () => {
  const requests = new HostRequests(IDENTITY);
  expect(textOf(requests.askTime(NOW).send)).toEqual([
    `QN=${QN};ST=39;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&`,
  ]);
  expect(requests.askTime(NOW).send).toEqual([]);
});

test('the next request waits for the end of the one before', () => {
  const requests = new HostRequests(IDENTITY);
  requests.askTime(NOW);
  expect(requests.setTime(NOW).send).toEqual([]);
  const step = requests.take(answer(QN, 9012, 'ExeRtn=1'), NOW + 10);
  expect(step.outcomes).toEqual([{ cn: 1011, status: 'done' }]);
  expect(textOf(step.send)[0]).toContain('CN=1012');
});

test.each([
  [9011, 'QnRtn=3', 'has a wrong password (PW)'],
  [9011, 'QnRtn=8', 'has a wrong command number (CN)'],
  [9011, 'QnRtn=77', 'was answered with a code that is not in the standard'],
  [9012, 'ExeRtn=5', 'met a busy system'],
  [9012, '', 'was answered with a code that is not in the standard'],
])('%d with %j ends a request: it %s', (cn, parameters, reason) => {
  const requests = new HostRequests(IDENTITY);
  requests.askTime(NOW);
  expect(requests.take(answer(QN, cn, parameters), NOW).outcomes).toEqual([{ cn: 1011, status: 'failed', reason }]);
});

test('an answer to another request changes nothing', () => {
  const requests = new HostRequests(IDENTITY);
  expect(requests.take(answer(QN, 9011, 'QnRtn=1'), NOW)).toEqual({ send: [], outcomes: [] });
  requests.askTime(NOW);
  expect(requests.take(answer('20260801085005999', 9012, 'ExeRtn=1'), NOW)).toEqual({ send: [], outcomes: [] });
});

test('what is not answered is sent again after 5 s, three times in all', () => {
  const requests = new HostRequests(IDENTITY);
  requests.askTime(NOW);
  expect(requests.tick(NOW + 4_999).send).toEqual([]);
  expect(requests.tick(NOW + 5_000).send).toHaveLength(1);
  expect(requests.tick(NOW + 10_000).send).toHaveLength(1);
  expect(requests.tick(NOW + 15_000)).toEqual({
    send: [],
    outcomes: [{ cn: 1011, status: 'failed', reason: 'was not answered in time' }],
  });
});

test('the time that is told gives how far the clock stands ahead', () => {
  const requests = new HostRequests(IDENTITY);
  requests.askTime(NOW);
  expect(requests.take(answer(QN, 1011, 'PolId=,SystemTime=20260801084905'), NOW).outcomes).toEqual([
    { cn: 1011, status: 'time', aheadMs: -60_000 },
  ]);
  expect(requests.take(answer(QN, 1011, 'PolId='), NOW).outcomes).toMatchObject([{ status: 'failed' }]);
});
