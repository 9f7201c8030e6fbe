import { once } from 'node:events';
import { createSocket, type Socket } from 'node:dgram';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ClockWatch } from './clock-watch.js';
import { ntpQuestion, readNtpAnswer } from './ntp-packet.js';

const NOW_MS = 1_780_000_000_000;
const times = { everyMs: 60_000, retryMs: 20, patienceMs: 200 };

let root: string;
let server: Socket;
let answer: (question: Buffer) => Buffer | null;
let watch: ClockWatch | null = null;
const logged: { level: number; msg: string }[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => logged.push(JSON.parse(line) as (typeof logged)[0]) });

/** A server's answer whose clock stands at `serverMs` when the question comes, and when the answer goes. */
function answering(serverMs: number, over: { stratum?: number; flags?: number; dispersionMs?: number } = {}) {
  return (question: Buffer): Buffer => {
    const packet = Buffer.alloc(48);
    packet.writeUInt8(over.flags ?? 0x24, 0);
    packet.writeUInt8(over.stratum ?? 2, 1);
    packet.writeUInt32BE(65_536 / 100, 4); // 10 ms to the reference and back
    packet.writeUInt32BE(Math.round(((over.dispersionMs ?? 5) * 65_536) / 1000), 8);
    question.copy(packet, 24, 40, 48);
    for (const at of [32, 40]) {
      packet.writeUInt32BE((Math.floor(serverMs / 1000) + 2_208_988_800) % 2 ** 32, at);
      packet.writeUInt32BE(Math.floor(((serverMs % 1000) / 1000) * 2 ** 32), at + 4);
    }
    return packet;
  };
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'clock-watch-'));
  logged.length = 0;
  server = createSocket('udp4');
  server.on('message', (question, from) => {
    const packet = answer(question);
    if (packet !== null) server.send(packet, from.port, from.address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  await watch?.stop();
  server.close();
  await rm(root, { recursive: true, force: true });
});

function startWatch(clock = { nowMs: () => NOW_MS }): ClockWatch {
  const { port } = server.address();
  watch = new ClockWatch({ servers: [{ host: '127.0.0.1', port }], clock, log, root, times });
  watch.start();
  return watch;
}

test.each([
  ['right', 0],
  ['behind', 1700],
  ['ahead', -250],
])('a clock that is %s is told with its offset and uncertainty', async (_, offsetMs) => {
  answer = answering(NOW_MS + offsetMs);
  const started = startWatch();
  await vi.waitFor(async () => {
    expect((await started.status()).reading).toMatchObject({
      server: '127.0.0.1',
      offsetMs: expect.closeTo(offsetMs, 0) as number,
      // half of 10 ms to the reference and back, 5 ms of dispersion, 1 ms of our own clock
      uncertaintyMs: expect.closeTo(11, 0) as number,
      measuredAtMs: NOW_MS,
    });
  });
  const warnings = logged.filter(({ level }) => level === 40).map(({ msg }) => msg);
  expect(warnings).toEqual(offsetMs === 1700 ? ['clock may be off by more than 1.0 s'] : []);
});

test.each([
  ['a kiss of death', { stratum: 0 }],
  ['a server without time', { stratum: 16 }],
  ['a server that is not synchronised', { flags: 0xe4 }],
  ['a packet of another client', { flags: 0x23 }],
])(
  '%s is no reading, and the server is asked again',
  async (_, over) => {
    let asked = 0;
    answer = (question) => {
      asked += 1;
      return answering(NOW_MS, asked < 3 ? over : {})(question);
    };
    const started = startWatch();
    await vi.waitFor(async () => {
      expect((await started.status()).reading?.offsetMs).toBeCloseTo(0, 0);
    });
    expect(asked).toBeGreaterThanOrEqual(3);
  },
  10_000,
);

test('a reading is said for an hour, and not after the clock was set back', async () => {
  let nowMs = NOW_MS;
  answer = answering(NOW_MS);
  const started = startWatch({ nowMs: () => nowMs });
  await vi.waitFor(async () => {
    expect((await started.status()).reading).toBeDefined();
  });
  nowMs = NOW_MS + 3_600_000;
  expect((await started.status()).reading).toBeDefined();
  nowMs += 1;
  expect(await started.status()).toEqual({ source: 'unknown', synchronised: null });
  nowMs = NOW_MS - 1;
  expect(await started.status()).toEqual({ source: 'unknown', synchronised: null });
});

test('no bytes that come in place of an answer are taken for one, or do harm', () => {
  const cookie = Buffer.from('cookie!!');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(readNtpAnswer(Buffer.from(bytes), cookie)).toBeNull();
    }),
    { numRuns: 500, seed: 20261122 },
  );
});

test('the times of an answer are read in both eras', () => {
  const cookie = Buffer.from('cookie!!');
  for (const ms of [NOW_MS, Date.UTC(2036, 1, 7, 6, 28, 15), Date.UTC(2036, 1, 7, 6, 28, 17), Date.UTC(2050, 0, 1)])
    expect(readNtpAnswer(answering(ms)(ntpQuestion(cookie)), cookie)?.sentMs).toBeCloseTo(ms, 3);
});
