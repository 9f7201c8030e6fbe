import type { Wall } from '@lamppost/gateway/console-shapes';
import { expect, test } from 'vitest';
import { listFaults } from './list-faults.js';
import { cameraCause } from './tell-cause.js';

const UP = { state: 'up', sinceMs: 1, reason: null } as const;
const WELL: Wall = {
  ...{ gatewayId: 'pole-1', version: '1', atMs: 1_000, startedAtMs: 0, broker: UP, cloud: UP },
  ...{ clock: { source: 'kernel', synchronised: true }, rules: null, open: [], sensors: [], cameras: [] },
  packages: {
    ...{ pending: 0, waiting: 0, waitingBytes: 0, oldestWaitingAtMs: null },
    ...{ accepted: 3, refused: 0, lost: 0, dropped: 0 },
  },
  ...{ freeBytes: 2, reserveBytes: 1, shortages: [] },
};
const looks = (got: number, asked: number) => ({ got, asked, delayMs: 1, waitingMs: 0, movingShare: 0 });

test.each([
  ['Server returned 401 Unauthorized (authorization failed)', 'camera-refused'],
  ['Server returned 404 Not Found', 'camera-no-stream'],
  ['method DESCRIBE failed: 454 Session Not Found', 'camera-no-stream'],
  ['Connection refused', 'camera-unreachable'],
  ['No route to host', 'camera-unreachable'],
  ['no picture for 15 s', 'camera-stalled'],
  ['no frame for 15 s', 'camera-stalled'],
  ['decoding ended: Invalid data found', 'camera-undecodable'],
  ['the stream ended', 'camera-down'],
  [null, 'camera-down'],
])('a camera that says %j is told as %s', (reason, code) => {
  expect(cameraCause(reason).code).toBe(code);
});

test('nothing needs anybody while all is well, and a camera that rests is well', () => {
  expect(listFaults(WELL)).toEqual([]);
  const resting = { id: 'gate', placeName: null, link: UP, looks: looks(0.1, 0.1), stillAtMs: null };
  expect(listFaults({ ...WELL, cameras: [resting] })).toEqual([]);
});

test('what loses something comes before what does not', () => {
  const down = { state: 'down', sinceMs: 1, reason: 'Connection refused' } as const;
  const faults = listFaults({
    ...WELL,
    cloud: down,
    cameras: [
      { id: 'gate', placeName: null, link: UP, looks: looks(1, 4), stillAtMs: null },
      { id: 'road', placeName: null, link: down, looks: null, stillAtMs: null },
    ],
    sensors: [
      {
        ...{ id: 'dust-1', placeName: '', newestAtMs: null, latest: [] },
        faults: [{ kind: 'flat-line', factor: 'a34001', sinceMs: 1, detail: 'stands still' }],
      },
    ],
    freeBytes: 0,
  });
  expect(faults.map(({ code, ids }) => [code, ...ids])).toEqual([
    ['disk-low'],
    ['camera-unreachable', 'road'],
    ['cloud-down'],
    ['camera-starved', 'gate'],
    ['sensor-flat-line', 'dust-1'],
  ]);
});

test('several cameras with the same trouble are told in one', () => {
  const starved = (id: string) => ({ id, placeName: null, link: UP, looks: looks(1, 4), stillAtMs: null });
  expect(listFaults({ ...WELL, cameras: [starved('gate'), starved('road')] })).toMatchObject([
    { code: 'camera-starved', ids: ['gate', 'road'] },
  ]);
});

test.each([
  ['this gateway is not enrolled: get a one-time code', { code: 'cloud-not-enrolled', reason: null }],
  ['the cloud does not enrol this gateway (gateway.code-used): used', { code: 'cloud-enrolment-refused' }],
  ["the cloud does not take this gateway's token: expired; check the clock", { code: 'cloud-token-refused' }],
  [
    'asking for a receipt: connect ECONNREFUSED',
    { code: 'cloud-down', reason: 'asking for a receipt: connect ECONNREFUSED' },
  ],
])('a cloud link that says %j is told by what mends it', (reason, fault) => {
  expect(listFaults({ ...WELL, cloud: { state: 'down', sinceMs: 1, reason } })).toMatchObject([fault]);
});

test.each([
  ['disk: 90 MB are free; below 95 MB', 'shortage-disk'],
  ['spool: waiting packages take 9 MB of 10 MB', 'shortage-spool'],
  ['cloud: the bytes of the metered line are spent for today; packages wait', 'shortage-metered'],
  ['cloud: town.example is reached without encryption; set cloud.url', 'shortage-plain'],
  ['something new', 'shortage'],
])('a shortage that says %j has words in both languages', (reason, code) => {
  expect(listFaults({ ...WELL, shortages: [reason] })).toMatchObject([{ code }]);
});
