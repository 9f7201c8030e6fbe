import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type Socket, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SensorReading } from '@lamppost/contracts';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GatewayConfig } from '../config/gateway-config.js';
import { createMetrics } from '../http/metrics.js';
import { FaultBoard } from '../sources/faults/fault-board.js';
import { buildFrame } from '../sources/hj212/build-frame.js';
import { Hj212Devices } from '../sources/hj212/hj212-devices.js';
import { Sm4 } from '../sources/hj212/sm4.js';
import { memoryPartStore } from '../sources/hj212/testing/memory-part-store.js';
import { Quarantine } from '../sources/quarantine.js';
import { type Hj212Server, startHj212Server } from '../sources/tcp/hj212-server.js';
import { refuse } from './refuse.js';
import { type TakeFramesOptions, giveUpPackets, takeFrames } from './take-frames.js';

const KEY = '30313233343536373839414243444546';
const MN = '010000A8900016F000169DC0';
const OTHER_MN = '3101150012AB34CD00000002';
const UNITS = { a34001: 'ug/m3', a34002: 'ug/m3', a34004: 'ug/m3' };
const place = { lng: 121.5, lat: 31.2, name: 'somewhere' };
const config = GatewayConfig.parse({
  gatewayId: 'pole-1',
  dataDirectory: 'data',
  rulesFile: 'rules.yaml',
  mqtt: { url: 'mqtt://broker', username: 'gateway' },
  cloud: { url: 'https://cloud' },
  sensors: [
    { id: 'site', place, mn: MN, hj212Units: UNITS },
    { id: 'other', place, mn: OTHER_MN, hj212Units: UNITS },
    { id: 'mute', place, mn: '000000000000000000000003' },
  ],
  hj212Tcp: { port: 0, maxConnections: 4, partialFrameSeconds: 0.05, clockCheckSeconds: 0 },
});
/** A busy machine may take its time. */
const SOON = { timeout: 20_000 };
const log = pino({ level: 'silent' });

let nowMs = 0;
let directory = '';
let quarantine: Quarantine;
let readings: SensorReading[] = [];
let isDiskFull = false;
let server: Hj212Server;
let intake: TakeFramesOptions;
let clocks: [string, number][] = [];
const sockets: Socket[] = [];
const clock = { nowMs: () => nowMs };

async function start(settings: Partial<NonNullable<GatewayConfig['hj212Tcp']>> = {}): Promise<void> {
  const { hj212Tcp, sensors } = config;
  if (hj212Tcp === undefined) throw new Error('not configured');
  const secrets = { site: { password: '123456', sm4Key: KEY }, other: { password: '654321' } };
  const devices = new Hj212Devices({ sensors, secrets, parts: memoryPartStore() });
  intake = {
    devices,
    faults: new FaultBoard({ sensors, clock, log, onChange: () => undefined }),
    quarantine,
    metrics: createMetrics(),
    clock,
    log,
    onReadings: (given) => {
      if (isDiskFull) throw new Error('disk full');
      readings.push(...given);
    },
    whenStored: (settle) => {
      settle();
    },
  };
  server = await startHj212Server({
    ...hj212Tcp,
    ...settings,
    clock,
    log,
    identify: (bytes, span) => devices.identify(bytes, span),
    onFrames: (sensorId, bytes, cut) => takeFrames(sensorId, bytes, cut, intake),
    onRefused: (source, bytes, refusal) => {
      refuse(source, bytes, [refusal], intake);
    },
    onConnections: () => undefined,
    onClock: (sensorId, aheadMs) => void clocks.push([sensorId, aheadMs]),
  });
}

beforeEach(async () => {
  nowMs = Date.parse('2026-08-01T08:50:05+08:00');
  directory = mkdtempSync(join(tmpdir(), 'hj212-'));
  quarantine = new Quarantine(join(directory, 'quarantine.db'), clock);
  readings = [];
  clocks = [];
  isDiskFull = false;
  await start();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.close();
  quarantine.close();
  rmSync(directory, { recursive: true });
});

interface Caller {
  readonly socket: Socket;
  /** Segments that the gateway sent. */
  readonly heard: string[];
  readonly closed: Promise<unknown>;
}

async function call(): Promise<Caller> {
  const socket = connect({ host: '127.0.0.1', port: server.port });
  sockets.push(socket);
  socket.on('error', () => undefined);
  const heard: string[] = [];
  socket.on('data', (chunk) => {
    heard.push(...[...chunk.toString('latin1').matchAll(/##\d{4}(.*?)[0-9A-F]{4}\r\n/g)].map(([, text = '']) => text));
  });
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
  await once(socket, 'connect');
  return { socket, heard, closed };
}

interface Sent {
  qn?: string;
  cn?: number;
  pw?: string;
  mn?: string;
  flag?: number;
  more?: string;
  parameters?: string;
}

const DATA = 'DataTime=20260801085000;a34001-Rtd=853.0,a34001-Flag=N';

function segment({ qn = '20260801085000001', cn = 2011, pw = '123456', mn = MN, flag = 5, more = '' }: Sent): string {
  return `QN=${qn};ST=39;CN=${cn};PW=${pw};MN=${mn};Flag=${flag};${more}CP=&&`;
}

function frame(sent: Sent = {}): Buffer {
  return buildFrame(`${segment(sent)}${sent.parameters ?? DATA}&&`);
}

const quarantined = () => quarantine.list(100).map(({ source, code }) => [source, code]);

test('readings are taken and acknowledged, with the QN of the frame and ST=91', async () => {
  const { socket, heard } = await call();
  socket.write(frame());
  await expect
    .poll(() => heard, SOON)
    .toEqual(['QN=20260801085000001;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&']);
  expect(readings).toEqual([
    {
      sensorId: 'site',
      measuredAtMs: Date.parse('2026-08-01T08:50:00+08:00'),
      factor: 'a34001',
      value: 853,
      flag: 'N',
    },
  ]);
});

test('the acknowledgement is, byte for byte, the one of the standard', async () => {
  const { socket } = await call();
  socket.write(frame());
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString('latin1')).toBe(
    '##0087QN=20260801085000001;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&0280\r\n',
  );
});

test('nothing is acknowledged that could not be stored: the monitor calls again and sends it again', async () => {
  isDiskFull = true;
  const first = await call();
  first.socket.write(frame());
  await first.closed;
  expect(first.heard).toEqual([]);
  isDiskFull = false;
  const second = await call();
  second.socket.write(frame());
  await expect.poll(() => second.heard.length, SOON).toBe(1);
  expect(readings).toHaveLength(1);
});

test('a frame that is sent again is acknowledged again and counts once', async () => {
  const { socket, heard } = await call();
  socket.write(Buffer.concat([frame(), frame()]));
  socket.write(frame());
  await expect.poll(() => heard.length, SOON).toBe(3);
  expect(readings).toHaveLength(1);
});

test.each([
  ['another MN', { mn: '010000A8900016F000169DFF' }],
  ['a wrong PW', { pw: '123457' }],
  ['no PW', { pw: '' }],
  ['a sensor that has no password set', { mn: '000000000000000000000003', pw: '' }],
])('%s is shown the door, and its bytes are kept', async (_, sent) => {
  const { socket, heard, closed } = await call();
  socket.write(frame(sent));
  await closed;
  expect(heard).toEqual([]);
  expect(readings).toEqual([]);
  expect(quarantined()).toEqual([['hj212Tcp/127.0.0.1', 'hj212.unknown-device']]);
});

test('an address that keeps trying passwords is not listened to any more', async () => {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const { socket, closed } = await call();
    socket.write(frame({ pw: `9${attempt}` }));
    await closed;
  }
  const { closed } = await call();
  await closed;
  nowMs += 600_000;
  const { socket, heard } = await call();
  socket.write(frame());
  await expect.poll(() => heard.length, SOON).toBe(1);
});

test('a frame of another device on an identified connection is kept apart and not answered', async () => {
  const { socket, heard } = await call();
  socket.write(Buffer.concat([frame(), frame({ mn: OTHER_MN, pw: '654321' }), frame({ qn: '20260801085001000' })]));
  await expect.poll(() => heard.length, SOON).toBe(2);
  expect(quarantined()).toEqual([['sensors/site', 'hj212.wrong-device']]);
});

test('garbage, a torn frame and a wrong CRC do not cost the frames around them', async () => {
  const { socket, heard } = await call();
  const torn = frame().subarray(0, 70);
  const wrong = Buffer.from(frame().toString('latin1').replace('853.0', '858.0'), 'latin1');
  const last = frame({ qn: '20260801085002000', parameters: 'DataTime=20260801085002;a34001-Rtd=1' });
  const bytes = Buffer.concat([frame(), Buffer.from('+IPD,7:'), torn, wrong, last]);
  for (let at = 0; at < bytes.length; at += 13) socket.write(bytes.subarray(at, at + 13));
  await expect.poll(() => heard.length, SOON).toBe(2);
  expect(readings.map(({ value }) => value)).toEqual([853, 1]);
  expect(new Set(quarantined().map(([, code]) => code))).toEqual(new Set(['hj212.crc-mismatch', 'hj212.no-frame']));
});

test('a frame that does not end is given up after a while, and what stands behind its head is found', async () => {
  const { socket, heard } = await call();
  socket.write(Buffer.concat([frame(), Buffer.from('##0999QN=2;'), frame({ qn: '20260801085003000' })]));
  await expect.poll(() => heard.length, SOON).toBe(2);
  expect(quarantine.list(5).map(({ payload }) => payload.toString().trim())).toEqual(['##0999QN=2;']);
});

test('a newer connection of a monitor takes the place of the older one', async () => {
  const older = await call();
  older.socket.write(frame());
  await expect.poll(() => older.heard.length, SOON).toBe(1);
  const newer = await call();
  newer.socket.write(frame({ qn: '20260801085004000' }));
  await older.closed;
  await expect.poll(() => newer.heard.length, SOON).toBe(1);
});

test('a caller that says nothing, and one that falls silent, are closed', async () => {
  await server.close();
  await start({ identifySeconds: 0.1, idleSeconds: 1 });
  const mute = await call();
  await mute.closed;
  const idle = await call();
  idle.socket.write(frame());
  await expect.poll(() => idle.heard.length, SOON).toBe(1);
  await idle.closed;
});

test('there are only so many connections', async () => {
  const callers = await Promise.all(Array.from({ length: 5 }, () => call()));
  await Promise.race(callers.map(({ closed }) => closed));
  expect(callers.filter(({ socket }) => socket.readyState === 'open').length).toBeLessThanOrEqual(4);
});

test('somebody who only makes noise is closed before he fills the memory', async () => {
  const { socket, closed } = await call();
  socket.write(Buffer.alloc(20_000, 0x41));
  await closed;
  expect(quarantined()).toContainEqual(['hj212Tcp/127.0.0.1', 'hj212.no-frame']);
});

test('an encrypted frame of HJ 212-2025 is read, and acknowledged in its version', async () => {
  const { socket, heard } = await call();
  const header = segment({ flag: 9 });
  const cipher = new Sm4(Buffer.from(KEY, 'hex')).encrypt(Buffer.from(DATA, 'latin1')).toString('latin1');
  socket.write(buildFrame(`${header}${cipher}&&`, `${header}${DATA}&&`));
  await expect.poll(() => heard.length, SOON).toBe(1);
  expect(heard[0]).toContain('Flag=8;');
  expect(readings).toMatchObject([{ value: 853 }]);
});

const part = (number: number, parameters: string) =>
  frame({ flag: 7, more: `PNUM=3;PNO=${number};`, parameters, cn: 2011 });

test('packets of one message are acknowledged one by one and read as one, in any order', async () => {
  const { socket, heard } = await call();
  socket.write(part(3, 'a34004-Rtd=3'));
  socket.write(part(1, 'DataTime=20260801085000;a34001-Rtd=1'));
  await expect.poll(() => heard.length, SOON).toBe(2);
  expect(readings).toEqual([]);
  socket.write(part(2, 'a34002-Rtd=2,a34002-Flag=D'));
  await expect.poll(() => heard.length, SOON).toBe(3);
  expect(readings.map(({ factor, value, flag }) => [factor, value, flag])).toEqual([
    ['a34001', 1, 'N'],
    ['a34002', 2, 'D'],
    ['a34004', 3, 'N'],
  ]);
});

test('a message of which packets are missing is kept apart after a minute, with what came of it', async () => {
  const { socket, heard } = await call();
  socket.write(part(2, 'a34002-Rtd=2'));
  await expect.poll(() => heard.length, SOON).toBe(1);
  giveUpPackets(intake);
  expect(quarantine.list(5)).toEqual([]);
  nowMs += 61_000;
  giveUpPackets(intake);
  expect(quarantine.list(5)).toMatchObject([
    { code: 'hj212.packets-missing', detail: expect.stringContaining('1, 3') as string },
  ]);
});

test('what fills a gap is marked, and comes behind new data', async () => {
  const { socket, heard } = await call();
  socket.write(
    Buffer.concat([
      frame(),
      frame({ qn: '20260801085001000', more: 'RF=1;', parameters: 'DataTime=20260801080000;a34001-Rtd=7' }),
    ]),
  );
  await expect.poll(() => heard.length, SOON).toBe(2);
  expect(readings).toMatchObject([{ value: 853 }, { value: 7, marks: ['backfill'] }]);
  expect(readings[0]?.marks).toBeUndefined();
});

test('heartbeat, start and clock wish are answered; a clock wish is granted', async () => {
  const { socket, heard } = await call();
  socket.write(frame({ cn: 9015, parameters: '' }));
  socket.write(frame({ qn: '20260801085001000', cn: 2081, parameters: 'DataTime=20260801085001' }));
  socket.write(frame({ qn: '20260801085002000', cn: 1013, parameters: 'PolId=' }));
  await expect.poll(() => heard.length, SOON).toBe(4);
  expect(heard.map((each) => /CN=(\d+)/.exec(each)?.[1])).toEqual(['9013', '9014', '9013', '1012']);
  const [, qn = ''] = /QN=(\d+)/.exec(heard[3] ?? '') ?? [];
  expect(heard[3]).toBe(`QN=${qn};ST=39;CN=1012;PW=123456;MN=${MN};Flag=5;CP=&&PolId=,SystemTime=20260801085005&&`);
  socket.write(frame({ qn, cn: 9011, flag: 4, parameters: 'QnRtn=1' }));
  socket.write(frame({ qn, cn: 9012, flag: 4, parameters: 'ExeRtn=1' }));
  socket.write(frame({ qn: '20260801085009000', cn: 1013, parameters: 'PolId=' }));
  // The first request is over, so the second one goes out at once.
  await expect.poll(() => heard.length, SOON).toBe(6);
  expect(readings).toEqual([]);
  expect(quarantined()).toEqual([]);
});

test('the clock of a monitor is asked for, and set when it is far off', async () => {
  await server.close();
  await start({ clockCheckSeconds: 3600, clockSetAboveSeconds: 30 });
  const { socket, heard } = await call();
  socket.write(frame());
  await expect.poll(() => heard.length, SOON).toBe(2);
  const [, qn = ''] = /QN=(\d+);ST=39;CN=1011/.exec(heard[1] ?? '') ?? [];
  socket.write(frame({ qn, cn: 9011, flag: 4, parameters: 'QnRtn=1' }));
  socket.write(frame({ qn, cn: 1011, flag: 4, parameters: 'PolId=,SystemTime=20260801085205' }));
  socket.write(frame({ qn, cn: 9012, flag: 4, parameters: 'ExeRtn=1' }));
  await expect.poll(() => heard.length, SOON).toBe(3);
  expect(heard[2]).toContain('CN=1012');
  expect(clocks).toEqual([['site', 120_000]]);
});

test('a command that only a host sends is answered with QnRtn=8, and kept apart', async () => {
  const { socket, heard } = await call();
  socket.write(frame({ cn: 1062, parameters: 'RtdInterval=30' }));
  await expect
    .poll(() => heard, SOON)
    .toEqual([`QN=20260801085000001;ST=91;CN=9011;PW=123456;MN=${MN};Flag=4;CP=&&QnRtn=8&&`]);
  expect(quarantined()).toEqual([['sensors/site', 'hj212.command-unknown']]);
});

test('of values, minute means and hour means the finest become readings', async () => {
  const { socket, heard } = await call();
  const mean = (cn: number, qn: string, more = '') =>
    frame({ cn, qn, more, parameters: 'DataTime=20260801084000;a34001-Avg=5' });
  socket.write(frame());
  socket.write(mean(2051, '20260801085001000'));
  socket.write(mean(2061, '20260801085002000'));
  socket.write(mean(2051, '20260801085003000', 'RF=1;'));
  await expect.poll(() => heard.length, SOON).toBe(4);
  expect(readings).toMatchObject([{ value: 853 }, { value: 5, marks: ['backfill'] }]);
});
