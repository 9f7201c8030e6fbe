import { DataFlag, Factor, SensorReading, SensorTelemetry, TelemetryUnit } from '@lamppost/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPlainEnvelope, isPlainReading } from './is-plain-telemetry.js';
import { MAX_TELEMETRY_BYTES, parseTelemetry } from './parse-telemetry.js';

const OPTIONS = { sensorId: 'dust-1' };
const MEASURED_AT = '2026-03-01T08:00:00+08:00';
const MEASURED_AT_MS = Date.UTC(2026, 2, 1);

function payloadOf(json: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(json));
}

test('readings come out in the unit of their factor, at the time the sensor measured', () => {
  const payload = payloadOf({
    measuredAt: MEASURED_AT,
    readings: [
      { factor: 'a34001', value: 0.853, unit: 'mg/m3' },
      { factor: 'a01001', value: 11.5, unit: 'degC', flag: 'D' },
    ],
  });
  expect(parseTelemetry(payload, OPTIONS)).toEqual({
    readings: [
      { sensorId: 'dust-1', measuredAtMs: MEASURED_AT_MS, factor: 'a34001', value: 853, flag: 'N' },
      { sensorId: 'dust-1', measuredAtMs: MEASURED_AT_MS, factor: 'a01001', value: 11.5, flag: 'D' },
    ],
    refused: [],
    position: null,
  });
});

test('the place that a sensor tells comes out, and one beyond the globe is refused', () => {
  const readings = [{ factor: 'a34001', value: 5, unit: 'ug/m3' }];
  const at = (position: unknown) => parseTelemetry(payloadOf({ measuredAt: MEASURED_AT, position, readings }), OPTIONS);
  expect(at({ lng: 121.5, lat: 31.2 }).position).toEqual({ lng: 121.5, lat: 31.2 });
  expect(at({ lng: 181, lat: 31.2 }).refused).toMatchObject([{ code: 'payload-invalid', field: 'position.lng' }]);
});

test('one bad reading is refused by name and does not cost the others', () => {
  const payload = payloadOf({
    measuredAt: MEASURED_AT,
    readings: [
      { factor: 'a34001', value: 5, unit: 'degC' },
      { factor: 'a34002', value: -5, unit: 'ug/m3' },
      { factor: 'a99999', value: 5, unit: 'ug/m3' },
      { factor: 'a34004', value: 5 },
      { factor: 'a01007', value: 2, unit: 'm/s' },
      { factor: 'a01007', value: 3, unit: 'm/s' },
    ],
  });
  const { readings, refused } = parseTelemetry(payload, OPTIONS);
  expect(readings.map(({ factor, value }) => [factor, value])).toEqual([['a01007', 2]]);
  expect(refused.map(({ code, field }) => [code, field])).toEqual([
    ['unit-mismatch', 'readings.0.unit'],
    ['value-out-of-range', 'readings.1.value'],
    ['payload-invalid', 'readings.2.factor'],
    ['payload-invalid', 'readings.3.unit'],
    ['factor-duplicate', 'readings.5.factor'],
  ]);
});

const ONE_READING = [{ factor: 'a34001', value: 5, unit: 'ug/m3' }];

test.each([
  ['no JSON', Buffer.from('{'), 'payload-not-json', ''],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'payload-not-json', ''],
  ['nothing', new Uint8Array(), 'payload-not-json', ''],
  ['a list', payloadOf([]), 'payload-invalid', ''],
  ['too much', Buffer.alloc(MAX_TELEMETRY_BYTES + 1, 0x20), 'payload-too-long', ''],
  ['no readings', payloadOf({ measuredAt: MEASURED_AT, readings: [] }), 'payload-invalid', 'readings'],
  [
    'a time without offset',
    payloadOf({ measuredAt: '2026-03-01T08:00:00', readings: ONE_READING }),
    'payload-invalid',
    'measuredAt',
  ],
  [
    'a time before 1970',
    payloadOf({ measuredAt: '1969-12-31T08:00:00+08:00', readings: ONE_READING }),
    'time-invalid',
    'measuredAt',
  ],
])('%s is refused whole', (_, payload, code, field) => {
  const { readings, refused } = parseTelemetry(payload, OPTIONS);
  expect(readings).toEqual([]);
  expect(refused).toEqual([expect.objectContaining({ code, field })]);
});

test('a time ahead of the latest one allowed is refused', () => {
  const payload = payloadOf({ measuredAt: MEASURED_AT, readings: ONE_READING });
  expect(parseTelemetry(payload, { ...OPTIONS, latestMs: MEASURED_AT_MS }).readings).toHaveLength(1);
  expect(parseTelemetry(payload, { ...OPTIONS, latestMs: MEASURED_AT_MS - 1 })).toMatchObject({
    readings: [],
    refused: [{ code: 'time-ahead', field: 'measuredAt' }],
  });
});

test('no payload throws, and every reading that comes out keeps the contract', () => {
  const reading = fc.record({
    factor: fc.constantFrom('a34001', 'a01001', 'LA', 'x'),
    value: fc.oneof(fc.double(), fc.string()),
    unit: fc.constantFrom('mg/m3', 'degC', 'dB', ''),
  });
  const telemetry = fc.record({
    measuredAt: fc.oneof(fc.constant(MEASURED_AT), fc.string()),
    readings: fc.array(fc.oneof(reading, fc.jsonValue())),
  });
  const payload = fc.oneof(telemetry.map(payloadOf), fc.jsonValue().map(payloadOf), fc.uint8Array());
  fc.assert(
    fc.property(payload, (bytes) => {
      const extracted = parseTelemetry(bytes, OPTIONS);
      for (const each of extracted.readings) SensorReading.parse(each);
      expect(extracted.readings.length + extracted.refused.length).toBeGreaterThan(0);
    }),
  );
});

test('what is taken at a glance is what the schema takes, unchanged but for the flag', () => {
  const odd = fc.jsonValue({ maxDepth: 2 });
  const usually = <T>(usual: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 15, arbitrary: usual }, { weight: 1, arbitrary: odd });
  const withMore = (usual: fc.Arbitrary<object>) =>
    fc.oneof(
      { weight: 4, arbitrary: usual },
      {
        weight: 1,
        arbitrary: fc
          .tuple(usual, fc.constantFrom('more', 'flag', 'position', 'constructor'), odd)
          .map(([json, key, value]) => ({ ...json, [key]: value })),
      },
    );
  const plain = {
    factor: usually(fc.constantFrom(...Factor.options)),
    value: usually(fc.oneof(fc.double(), fc.integer())),
    unit: usually(fc.constantFrom(...TelemetryUnit.options)),
  };
  const flag = usually(fc.constantFrom(...DataFlag.options));
  const reading = withMore(fc.oneof(fc.record(plain), fc.record({ ...plain, flag })));
  const time = fc.constantFrom('2026-03-01T08:00:00+08:00', '2026-03-01T00:00:00.5Z', '2026-02-30T00:00:00Z', '2026');
  const readings = fc.oneof(
    { weight: 9, arbitrary: fc.array(usually(reading), { maxLength: 5 }) },
    { weight: 1, arbitrary: fc.array(reading, { minLength: 62, maxLength: 66 }) },
  );
  const envelope = withMore(fc.record({ measuredAt: usually(time), readings: usually(readings) }));
  const overWire = (json: unknown): unknown =>
    JSON.parse(JSON.stringify(json).replaceAll('"value":0,', '"value":1e999,'));
  const schemaOfReading = SensorTelemetry.shape.readings.element;
  const seen = { envelopes: 0, readings: 0 };
  fc.assert(
    fc.property(usually(envelope), (drawn) => {
      const json = overWire(drawn);
      if (!isPlainEnvelope(json)) return;
      seen.envelopes += 1;
      const anyReading = { factor: 'LA', value: 1, unit: 'dB', flag: 'N' };
      const filled = { ...json, readings: json.readings.map(() => anyReading) };
      expect(SensorTelemetry.parse(filled)).toStrictEqual(filled);
      for (const each of json.readings) {
        if (!isPlainReading(each)) continue;
        seen.readings += 1;
        expect(schemaOfReading.parse(each)).toStrictEqual({ ...each, flag: each.flag ?? 'N' });
      }
    }),
    { numRuns: 2_000, seed: 11 },
  );
  expect(Math.min(seen.envelopes, seen.readings)).toBeGreaterThan(100);
});

test.each([
  [{ factor: 'LA', value: 55, unit: 'dB' }, true],
  [{ factor: 'LA', value: 55, unit: 'dB', flag: 'D' }, true],
  [{ factor: 'LA', value: 55, unit: 'dB', more: 1 }, false],
  [{ factor: 'LA', value: 55, unit: 'dB', flag: null }, false],
  [[55], false],
  [null, false],
])('%j is plain: %s', (json, isPlain) => {
  expect(isPlainReading(json)).toBe(isPlain);
});
