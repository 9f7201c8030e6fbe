import { type DataFlag, SensorReading } from '@lamppost/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GatewayConfig } from '../../config/gateway-config.js';
import { REFUSALS } from '../refusal-catalogue.js';
import { buildFrame } from './build-frame.js';
import { MAX_SEGMENT_BYTES, cutFrames } from './cut-frames.js';
import { Hj212Receiver } from './hj212-receiver.js';
import { Sm4 } from './sm4.js';
import { STANDARD_VECTORS } from './standard-vectors.js';
import { memoryPartStore } from './testing/memory-part-store.js';

// Together with the mutated payloads of JSON more than a million.
const BATCHES = 9_000;
const FRAMES_IN_BATCH = 100;
const SEED = 20_170_501;
const NOW = Date.parse('2026-08-01T08:50:05+08:00');
const KEY = '30'.repeat(16);

const [sensor] = GatewayConfig.parse({
  gatewayId: 'pole-1',
  dataDirectory: 'data',
  rulesFile: 'rules.yaml',
  mqtt: { url: 'mqtt://broker', username: 'gateway' },
  cloud: { url: 'https://cloud' },
  sensors: [
    {
      id: 'site',
      place: { lng: 121.5, lat: 31.2, name: 'somewhere' },
      hj212Units: { a34001: 'mg/m3', a34002: 'ug/m3', a34004: 'ng/m3' },
    },
  ],
}).sensors;

function sealed(segment: string): string {
  return buildFrame(segment).toString('latin1');
}

const header = (more: string) => `QN=20260801085000001;ST=39;CN=2011;PW=1;MN=2;${more}CP=&&`;
const plain =
  'DataTime=20260801085000;a34001-Rtd=0.853,a34001-Flag=N;a34002-Rtd=80;LA-Rtd=61.5,LA-Flag=N;Lng=121.5,Lat=31.2';
const cipher = new Sm4(Buffer.from(KEY, 'hex')).encrypt(Buffer.from(plain)).toString('latin1');
const CORPUS = [
  ...Object.values(STANDARD_VECTORS),
  sealed(`${header('Flag=5;')}${plain}&&`),
  sealed(`${header('Flag=5;RF=1;')}${plain}&&`),
  sealed(`${header('Flag=7;PNUM=3;PNO=1;')}DataTime=20260801085000&&`),
  sealed(`${header('Flag=7;PNUM=3;PNO=2;')}a34001-Rtd=1&&`),
  buildFrame(`${header('Flag=9;')}${cipher}&&`, `${header('Flag=9;')}${plain}&&`).toString('latin1'),
].map((frame) => Buffer.from(frame, 'latin1'));
const TOKENS = [
  '##',
  '&&',
  'CP=&&',
  ';',
  ',',
  '=',
  '-',
  '\r\n',
  '\0',
  'Flag=7;',
  'PNUM=9;PNO=9;',
  'e308',
  '99999999999999999',
].map((token) => Buffer.from(token, 'latin1'));

/** Whole numbers from 0 to below `limit`, the same row for the same seed (xorshift). */
function numbers(seed: number): (limit: number) => number {
  let state = seed | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** A frame with one to four faults; half of them are given a length and CRC that fit again, so that the faults lie deeper. */
function mutate(next: (limit: number) => number): Buffer {
  let bytes = Buffer.from(CORPUS[next(CORPUS.length)] ?? '');
  for (let fault = next(4); fault >= 0; fault -= 1) {
    const at = next(bytes.length + 1);
    const to = Math.min(bytes.length, at + next(24));
    switch (next(5)) {
      case 0:
        if (at < bytes.length) bytes[at] = next(256);
        break;
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), TOKENS[next(TOKENS.length)] ?? bytes, bytes.subarray(at)]);
        break;
      default:
        if (at < bytes.length) bytes[at] = 0x30 + next(10);
    }
  }
  return next(2) === 0 ? bytes : buildFrame(bytes.toString('latin1', 6, Math.max(6, bytes.length - 6)));
}

const FLAGS: ReadonlySet<DataFlag> = new Set(['N', 'S', 'F', 'M', 'D', 'C', 'T', 'B']);

test('900,000 mutated frames: none ends the program or hangs it, each is read or refused by a code, memory is bounded', () => {
  if (sensor === undefined) throw new Error('no sensor');
  const parts = memoryPartStore();
  const receiver = new Hj212Receiver({ sensor, secret: { password: '1', sm4Key: KEY }, parts });
  const open = new Hj212Receiver({ sensor, secret: null, parts: memoryPartStore() });
  let mutated = 0;
  let given = 0;
  const codes = new Map<string, number>();
  let nowMs = NOW;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 0x7fffffff }), (seed) => {
      const next = numbers(seed);
      const stream = Buffer.concat(Array.from({ length: FRAMES_IN_BATCH }, () => mutate(next)));
      mutated += FRAMES_IN_BATCH;
      const cut = cutFrames(stream, { endOfInput: true });
      nowMs += 1_000;
      for (const span of cut.frames) {
        // Nearly all have the wrong password by now or no right one: the second receiver asks for none.
        const taken = (next(8) === 0 ? receiver : open).take(stream, span, { nowMs, latestMs: NOW + 1e12 });
        for (const { code } of taken.refused) {
          if (!(code in REFUSALS)) throw new Error(`${code} is not in the catalogue`);
          codes.set(code, (codes.get(code) ?? 0) + 1);
        }
        for (const { value, flag, measuredAtMs } of taken.readings) {
          given += 1;
          if (!Number.isFinite(value) || !FLAGS.has(flag) || !(measuredAtMs >= 0)) throw new Error('no reading');
        }
        if (given % 5_000 === 1 && taken.readings[0] !== undefined) SensorReading.parse(taken.readings[0]);
        if (taken.kind === 'refused' && taken.refused.length === 0) throw new Error('refused without a code');
        taken.settle();
      }
      receiver.giveUp(nowMs);
      open.giveUp(nowMs);
      if (parts.list('site').length > 300) throw new Error('too many packets are waited for');
    }),
    { numRuns: BATCHES, seed: SEED },
  );
  expect(mutated).toBe(BATCHES * FRAMES_IN_BATCH);
  expect(given).toBeGreaterThan(10_000);
  const expected = ['hj212.crc-mismatch', 'hj212.header-invalid', 'hj212.encrypted', 'hj212.parameters-invalid'];
  expect([...codes.keys()]).toEqual(
    expect.arrayContaining([...expected, 'hj212.packet-invalid', 'hj212.wrong-password']),
  );
});

test('fed in chunks of any size, mutated frames are cut as they are in one piece', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 0x7fffffff }), (seed) => {
      const next = numbers(seed);
      const stream = Buffer.concat(Array.from({ length: 20 }, () => mutate(next)));
      const whole = cutFrames(stream);
      const frames: string[] = [];
      let rest = Buffer.alloc(0);
      for (let at = 0; at < stream.length;) {
        const to = at + 1 + next(next(4) === 0 ? 2_000 : 40);
        const bytes = Buffer.concat([rest, stream.subarray(at, to)]);
        const cut = cutFrames(bytes);
        frames.push(...cut.frames.map(({ start, end }) => bytes.toString('latin1', start, end)));
        rest = bytes.subarray(cut.restAt);
        if (rest.length > MAX_SEGMENT_BYTES + 10) throw new Error('too much is waited for');
        at = to;
      }
      expect(frames).toEqual(whole.frames.map(({ start, end }) => stream.toString('latin1', start, end)));
      expect(rest.equals(stream.subarray(whole.restAt))).toBe(true);
    }),
    { numRuns: 500, seed: SEED },
  );
});
