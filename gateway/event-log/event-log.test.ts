import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EventLog, type EventLogOptions } from './event-log.js';
import type { Happening, LogEvent } from './log-event.js';
import { type ReadEventLogOptions, readEventLog } from './read-event-log.js';

const T0 = Date.UTC(2026, 2, 1);
const DAY = 86_400_000;

let directory: string;
let nowMs: number;
let logged: string[];

const open = (options: Partial<EventLogOptions> = {}) =>
  EventLog.open({
    directory,
    gatewayId: 'gw-1',
    budgetBytes: 10_000_000,
    days: 30,
    clock: { nowMs: () => nowMs },
    log: pino({ level: 'info' }, { write: (line: string) => logged.push(line) }),
    flushEveryMs: 0,
    groupBytes: 2000,
    ...options,
  });

function reading(index: number, atMs = T0 + index * 1000): Happening {
  const value = (index * 7919) % 1013;
  return {
    kind: 'reading',
    atMs,
    reading: { sensorId: `dust-${index % 3}`, measuredAtMs: atMs, factor: 'a34002', value, flag: 'N' },
  };
}

async function readAll(options: ReadEventLogOptions = {}): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  for await (const event of readEventLog(directory, options)) events.push(event);
  return events;
}

/** Times of the readings in the log, in its order. */
async function readTimes(options: ReadEventLogOptions = {}): Promise<number[]> {
  return (await readAll(options)).filter(({ kind }) => kind === 'reading').map(({ atMs }) => atMs);
}

async function record(log: EventLog, from: number, to: number): Promise<void> {
  for (let index = from; index < to; index += 1) {
    nowMs = T0 + index * 1000;
    log.append(reading(index));
    if (index % 10 === 9) await log.flush();
  }
  await log.flush();
}

const times = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => T0 + (from + index) * 1000);
const files = (suffix: string) => readdirSync(directory).filter((name) => name.endsWith(suffix));
const pathOf = (name: string | undefined) => join(directory, name ?? '');
const lastFile = (suffix: string) => pathOf(files(suffix).at(-1));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lamppost-event-log-'));
  nowMs = T0;
  logged = [];
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

describe('recording', () => {
  test('what was taken comes back in its order, out of segments and journal, while the log is open and after', async () => {
    const log = await open();
    await record(log, 0, 1234);
    expect(files('.lpe').length).toBeGreaterThan(0);
    expect(files('.journal')).toHaveLength(1);
    expect(await readTimes()).toEqual(times(0, 1234));
    expect(log.figures()).toMatchObject({ written: 1234, dropped: 0, forgotten: 0 });
    await log.close();
    expect(await readTimes()).toEqual(times(0, 1234));
  });

  test('a reader that stops early, and one that begins in the middle', async () => {
    const log = await open();
    await record(log, 0, 500);
    await log.close();
    for await (const event of readEventLog(directory)) {
      expect(event.atMs).toBe(T0);
      break;
    }
    expect(await readTimes({ fromMs: T0 + 333_000, toMs: T0 + 400_000 })).toEqual(times(333, 400));
  });

  test('any readings at any times, flushed whenever, in runs of any length', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: 500 }), fc.constantFrom('go on', 'flush', 'restart')), { maxLength: 60 }),
        async (steps) => {
          rmSync(directory, { recursive: true, force: true });
          nowMs = T0;
          let log = await open({ groupBytes: 300 });
          for (const [index, then] of steps) {
            log.append(reading(index));
            if (then === 'flush') await log.flush();
            if (then !== 'restart') continue;
            await log.close();
            log = await open({ groupBytes: 300 });
          }
          await log.close();
          expect(await readTimes()).toEqual(steps.map(([index]) => T0 + index * 1000));
        },
      ),
      { numRuns: 30 },
    );
  });

  test('a clock that is set back leaves the order as it was, and finds both times', async () => {
    const log = await open();
    await record(log, 1000, 1300);
    await record(log, 900, 1100);
    await log.close();
    expect(await readTimes()).toEqual([...times(1000, 1300), ...times(900, 1100)]);
    expect(await readTimes({ fromMs: T0 + 1_050_000, toMs: T0 + 1_060_000 })).toEqual([
      ...times(1050, 1060),
      ...times(1050, 1060),
    ]);
  });

  test('a start tells since when nothing was recorded', async () => {
    const log = await open();
    await record(log, 0, 20);
    await log.close();
    nowMs = T0 + 60_000;
    await (await open()).close();
    expect((await readAll()).at(-1)).toEqual({
      kind: 'gap',
      cause: 'stopped',
      fromMs: T0 + 19_000,
      atMs: T0 + 60_000,
      events: null,
      recordedAtMs: T0 + 60_000,
    });
  });

  test('a second writer is refused, and the first one goes on', async () => {
    const log = await open();
    await expect(open()).rejects.toMatchObject({ code: 'event-log.in-use' });
    await record(log, 0, 5);
    await log.close();
    expect(await readTimes()).toEqual(times(0, 5));
  });
});

describe('bounds', () => {
  test('the oldest go when the budget is spent, and the rest stays whole', async () => {
    const budgetBytes = 40_000;
    const log = await open({ budgetBytes, groupBytes: 1000 });
    for (let from = 0; from < 20_000; from += 1000) {
      await record(log, from, from + 1000);
      const bytes = readdirSync(directory)
        .filter((name) => /lpe|journal/.test(name))
        .reduce((sum, name) => sum + statSync(pathOf(name)).size, 0);
      expect(bytes).toBeLessThanOrEqual(budgetBytes);
    }
    expect(log.figures().forgotten).toBeGreaterThan(0);
    await log.close();
    const left = await readTimes();
    expect(left.length).toBeGreaterThan(1000);
    expect(left).toEqual(times(20_000 - left.length, 20_000));
  });

  test('the oldest go when they are too old', async () => {
    const log = await open({ days: 1, budgetBytes: 60_000 });
    await record(log, 0, 3000);
    nowMs = T0 + 10 * DAY;
    log.append(reading(0, nowMs));
    await log.flush();
    await log.close();
    const left = await readTimes();
    expect(left.at(-1)).toBe(T0 + 10 * DAY);
    expect(left.length).toBeLessThan(1000);
  });

  test('what comes while the disk does not keep up is given up, counted and told of', async () => {
    const log = await open({ pendingBytes: 200 });
    for (let index = 0; index < 500; index += 1) log.append(reading(index));
    const { dropped } = log.figures();
    expect(dropped).toBeGreaterThan(300);
    await log.flush();
    await record(log, 500, 510);
    await log.close();
    expect(await readAll()).toContainEqual(
      expect.objectContaining({ kind: 'gap', cause: 'not-written', events: dropped }),
    );
    expect(await readTimes()).toHaveLength(510 - dropped);
  });

  test('a directory that is gone stops nothing, is told once, and the log goes on when it is back', async () => {
    const log = await open();
    await record(log, 0, 10);
    writeFileSync(join(directory, 'group-000000000001.journal'), 'in the way');
    await record(log, 10, 500);
    expect(log.figures().dropped).toBeGreaterThan(0);
    expect(logged.filter((line) => line.includes('can not be written'))).toHaveLength(1);
    await record(log, 500, 520);
    await log.close();
    const left = await readTimes();
    expect(left).toHaveLength(520 - log.figures().dropped);
    expect(left.slice(-20)).toEqual(times(500, 520));
  });
});

describe('damage', () => {
  test.each([1, 10, 43, 44, 45, 60])(
    'a journal whose last %i bytes are missing loses its last chunk alone',
    async (bytes) => {
      const log = await open({ groupBytes: 100_000 });
      await record(log, 0, 100);
      await log.close();
      const journal = lastFile('.journal');
      truncateSync(journal, statSync(journal).size - bytes);
      const left = await readTimes();
      expect(left.length).toBeGreaterThanOrEqual(80);
      expect(left).toEqual(times(0, left.length));
      const again = await open();
      await record(again, 100, 110);
      await again.close();
      expect(await readTimes()).toEqual([...left, ...times(100, 110)]);
    },
  );

  test('a block that was being written is cut off, and its group comes out of the journal', async () => {
    const log = await open();
    await record(log, 0, 1000);
    await log.close();
    appendFileSync(lastFile('.lpe'), readFileSync(lastFile('.lpe')).subarray(80, 180));
    const again = await open();
    await record(again, 1000, 1500);
    await again.close();
    const damage: string[] = [];
    expect(await readTimes({ onDamage: (place) => damage.push(place) })).toEqual(times(0, 1500));
    expect(damage).toEqual([]);
  });

  test('a last block that never reached the disk is cut off by its checksum', async () => {
    const log = await open({ groupBytes: 1500 });
    await record(log, 0, 1000);
    await log.close();
    const segment = lastFile('.lpe');
    const bytes = readFileSync(segment);
    bytes.fill(0, bytes.length - 50);
    writeFileSync(segment, bytes);
    const again = await open();
    await again.close();
    expect(statSync(segment).size).toBeLessThan(bytes.length);
    const damage: string[] = [];
    const left = await readTimes({ onDamage: (place) => damage.push(place) });
    expect(left.length).toBeGreaterThan(500);
    expect(damage).toEqual([]);
  });

  test('a byte that turned anywhere costs one block at most, and is told', async () => {
    const log = await open({ groupBytes: 1500, budgetBytes: 100_000_000 });
    await record(log, 0, 2000);
    await log.close();
    const segment = lastFile('.lpe');
    const whole = readFileSync(segment);
    for (let at = 0; at < whole.length; at += 97) {
      const broken = Buffer.from(whole);
      broken[at] = (broken[at] ?? 0) ^ 0x55;
      writeFileSync(segment, broken);
      const damage: string[] = [];
      const left = await readTimes({ onDamage: (place) => damage.push(place) });
      expect(left.length).toBeGreaterThan(1300);
      if (left.length < 2000) expect(damage).not.toEqual([]);
    }
  });

  test('a log that is not there is an error that says so', async () => {
    await expect(readAll()).rejects.toMatchObject({ code: 'event-log.missing' });
    rmSync(directory, { recursive: true });
    await expect(readAll()).rejects.toThrow(directory);
    await open().then(async (log) => log.close());
    expect(await readAll()).toEqual([]);
  });
});

test('killed in the middle of writing, again and again, it keeps all that was flushed', async () => {
  const child = fileURLToPath(new URL('../dist/event-log/crash-child.js', import.meta.url));
  const perRun: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const writer = spawn(process.execPath, [child, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(writer, 'exit');
    let flushed = -1;
    for await (const line of createInterface({ input: writer.stdout })) {
      flushed = Number(line);
      if (flushed > 900 + run * 123) writer.kill('SIGKILL');
    }
    await exited;
    perRun.push(flushed);
  }
  await (await open()).close();
  const values: number[][] = [];
  for (const event of await readAll()) {
    if (event.kind === 'gap' || values.length === 0) values.push([]);
    if (event.kind === 'reading') values.at(-1)?.push(event.reading.value);
  }
  perRun.forEach((flushed, run) => {
    const kept = values[run] ?? [];
    expect(kept).toEqual(kept.map((_, index) => index));
    expect(kept.length).toBeGreaterThan(flushed);
  });
});
