import { once } from 'node:events';
import { type Server, type Socket, createServer } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ScenarioMonitor } from '../scenarios/scenario.js';
import { type SloppyHabit, encodeHj212, frameHj212 } from './encode-hj212.js';
import { type CallingMonitor, Hj212Caller } from './hj212-caller.js';
import { readCommands } from './read-command.js';

const SOON = { timeout: 20_000 };
const MN = '3101150012AB34CD00000003';
const STARTED_AT_MS = Date.parse('2026-08-01T08:50:00+08:00');
const VALUES = [{ factor: 'a34001', value: 853, flag: 'N' }] as const;

let server: Server;
let lines: Socket[] = [];
let heard: string[] = [];
let nowMs = STARTED_AT_MS;
let caller: Hj212Caller | null = null;

beforeEach(async () => {
  lines = [];
  heard = [];
  nowMs = STARTED_AT_MS;
  server = createServer((socket) => {
    lines.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      heard.push(...[...chunk.toString('latin1').matchAll(/##\d{4}(QN=.*?&&.*?&&)/g)].map(([, text = '']) => text));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  caller?.stop();
  for (const line of lines) line.destroy();
  server.close();
  await once(server, 'close');
});

function call(settings: object = {}): Hj212Caller {
  const monitor = ScenarioMonitor.parse({
    id: 'dust-03',
    protocol: 'hj212-tcp',
    mn: MN,
    pw: '310116',
    place: { lng: 121.5, lat: 31.2, name: 'somewhere' },
    factors: { a34001: { values: [{ at: 0, value: 1 }] } },
    ...settings,
  }) as CallingMonitor;
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const log = pino({ level: 'silent' });
  caller = new Hj212Caller({
    monitor,
    host: '127.0.0.1',
    port,
    startedAtMs: STARTED_AT_MS,
    clock: { nowMs: () => nowMs },
    log,
  });
  return caller;
}

const data = () => heard.filter((each) => each.includes('CN=2011'));
const qnOf = (text: string | undefined) => /QN=(\d+)/.exec(text ?? '')?.[1] ?? '';

function tell(cn: number, qn: string, parameters = '', pw = '310116'): void {
  lines.at(-1)?.write(frameHj212(`QN=${qn};ST=39;CN=${cn};PW=${pw};MN=${MN};Flag=5;CP=&&${parameters}&&`));
}

test('it reports its start and sends values until they are acknowledged', async () => {
  const monitor = call({ asksForClock: true });
  await expect.poll(() => heard.length, SOON).toBe(2);
  expect(heard.map((each) => /CN=(\d+)/.exec(each)?.[1])).toEqual(['2081', '1013']);
  monitor.measure(VALUES);
  await expect.poll(() => data().length, SOON).toBe(1);
  expect(data()[0]).toContain('Flag=5;CP=&&DataTime=20260801085000;a34001-Rtd=853.0,a34001-Flag=N&&');
  expect(monitor.waiting).toBe(1);
  tell(9014, qnOf(data()[0]));
  await expect.poll(() => monitor.waiting, SOON).toBe(0);
});

test('what it measured while the line was down comes behind the first new value, as filling of a gap', async () => {
  const monitor = call({ outages: [{ from: 10, to: 20 }], version: '2025' });
  await expect.poll(() => heard.length, SOON).toBe(1);
  nowMs += 12_000;
  monitor.measure(VALUES);
  await expect.poll(() => lines[0]?.destroyed, SOON).toBe(true);
  nowMs += 10_000;
  await expect.poll(() => lines.length, SOON).toBe(2);
  await expect.poll(() => heard.length, SOON).toBe(2);
  monitor.measure(VALUES);
  await expect.poll(() => data().length, SOON).toBe(2);
  expect(data().map((each) => each.replace(/^.*?Flag=/, ''))).toEqual([
    '9;CP=&&DataTime=20260801085022;a34001-Rtd=853.0,a34001-Flag=N&&',
    '9;RF=1;CP=&&DataTime=20260801085012;a34001-Rtd=853.0,a34001-Flag=N&&',
  ]);
});

test('it answers what its host asks, and lets its clock be set', async () => {
  call({ clockAheadSeconds: 3600 });
  await expect.poll(() => heard.length, SOON).toBe(1);
  const answersTo = async (cn: number, qn: string, parameters = '', pw?: string) => {
    const before = heard.length;
    tell(cn, qn, parameters, pw);
    const isOver = () => heard.slice(before).some((each) => /CN=9012|QnRtn=[^1]/.test(each));
    await expect.poll(isOver, SOON).toBe(true);
    return heard.slice(before).map((each) => `${/CN=(\d+)/.exec(each)?.[1] ?? ''} ${/&&(.*)&&/.exec(each)?.[1] ?? ''}`);
  };
  expect(await answersTo(1011, '20260801085001000')).toEqual([
    '9011 QnRtn=1',
    '1011 PolId=,SystemTime=20260801095000',
    '9012 ExeRtn=1',
  ]);
  expect(await answersTo(1012, '20260801085002000', 'PolId=,SystemTime=20260801085000')).toEqual([
    '9011 QnRtn=1',
    '9012 ExeRtn=1',
  ]);
  expect(await answersTo(1011, '20260801085003000')).toContain('1011 PolId=,SystemTime=20260801085000');
  expect(await answersTo(1012, '20260801085004000', 'nonsense')).toEqual(['9011 QnRtn=1', '9012 ExeRtn=3']);
  expect(await answersTo(1061, '20260801085005000')).toContain('1061 RtdInterval=2');
  expect(await answersTo(3019, '20260801085006000')).toEqual(['9011 QnRtn=8']);
  expect(await answersTo(1011, '20260801085007000', '', 'wrong')).toEqual(['9011 QnRtn=3']);
});

const MESSAGE = { qn: '20260801085000001', st: 39, cn: 2011, pw: '1', mn: MN, flag: 5, parameters: 'a=1' };

test.each<[SloppyHabit, RegExp]>([
  ['no-flag', new RegExp(`MN=${MN};CP=&&a=1&&`)],
  ['short-qn', /QN=20260801085000;/],
  ['doubled-separators', /;;ST=39;;/],
  ['lower-case-crc', /&&[0-9a-f]{4}\r\n$/],
  ['no-line-end', /&&[0-9A-F]{4}$/],
  ['noise-between-frames', /^\0\0\+IPD,7:##00##/],
])('the habit %s shows', (habit, pattern) => {
  expect(encodeHj212(MESSAGE, new Set([habit])).toString('latin1')).toMatch(pattern);
});

test('commands are read one behind the other, and what is no frame ends the reading', () => {
  const one = frameHj212(`QN=20260801085000001;ST=91;CN=9014;PW=1;MN=${MN};Flag=4;CP=&&&&`);
  const { commands, rest } = readCommands(Buffer.concat([one, one, one.subarray(0, 20)]));
  expect(commands.map(({ cn }) => cn)).toEqual([9014, 9014]);
  expect(rest).toHaveLength(20);
  expect(readCommands(Buffer.from('nonsense')).commands).toEqual([]);
});
