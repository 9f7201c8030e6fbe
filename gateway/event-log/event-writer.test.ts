import { DataFlag, Factor, ReadingMark, type SensorReading } from '@lamppost/contracts';
import { type Detection, LABELS, Track, emptyTracker, updateTracks } from '@lamppost/detectors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CameraLook } from '../rules/camera-look.js';
import { EventWriter } from './event-writer.js';
import { AREA_STEPS, BOX_STEPS, SCORE_STEPS } from './grain.js';
import type { LogEvent } from './log-event.js';
import { readEvents } from './read-events.js';
import { roundDetections, roundLook } from './round-look.js';
import { NEW_TRACK, TRACK_FIELDS } from './track-layout.js';

const T0 = Date.UTC(2026, 2, 1);

function writeTo(writer: EventWriter, { recordedAtMs, ...happening }: LogEvent): void {
  writer.write(happening, recordedAtMs);
}

function roundTrip(events: readonly LogEvent[]): { read: LogEvent[]; bytes: number } {
  const writer = new EventWriter();
  for (const event of events) writeTo(writer, event);
  const bytes = writer.take();
  return { read: [...readEvents(bytes, true)].flat(), bytes: bytes.length };
}

/** Objects as code makes them. */
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true });
const steps = (count: number) => fc.integer({ min: 0, max: count }).map((step) => step / count);
const atMs = fc.oneof(fc.integer({ min: T0, max: T0 + 100_000 }), fc.integer({ min: 0, max: 2 ** 50 }));
const edge = fc.integer({ min: 0, max: BOX_STEPS - 1 });
const edges = fc.tuple(edge, edge).map(([a, b]) => [Math.min(a, b) / BOX_STEPS, (Math.max(a, b) + 1) / BOX_STEPS]);
const box = fc.tuple(edges, edges).map(([x, y]) => ({ x1: x[0] ?? 0, y1: y[0] ?? 0, x2: x[1] ?? 1, y2: y[1] ?? 1 }));
const label = fc.constantFrom('car', 'person', 'truck', 'a label of the town’s own');

const track: fc.Arbitrary<Track> = record({
  trackId: fc.integer({ min: 0, max: 12 }),
  label,
  box,
  score: steps(SCORE_STEPS),
  firstSeenAtMs: atMs,
  lastSeenAtMs: atMs,
  stationarySinceMs: fc.option(atMs),
  anchorBox: box,
  observedMs: fc.integer({ min: 0, max: 1e9 }),
  visible: fc.boolean(),
  hasLeft: fc.option(fc.boolean()),
}).map(({ hasLeft, ...rest }) => (hasLeft === null ? rest : { ...rest, hasLeft }));

const classId = fc.integer({ min: 0, max: LABELS.length - 1 });
const detection: fc.Arbitrary<Detection> = record({ classId, score: steps(SCORE_STEPS), box }).map((rest) => ({
  label: LABELS[rest.classId] ?? 'car',
  ...rest,
}));

const fire = record({
  regionId: fc.nat(),
  box,
  score: fc.float({ noNaN: true, min: 0, max: 1 }).map(Math.abs),
  sinceMs: atMs,
  observedMs: fc.nat(),
  lastSeenAtMs: atMs,
  looks: record({ seen: fc.nat(), of: fc.integer({ min: 1, max: 100 }) }),
});

const look: fc.Arbitrary<CameraLook> = record({
  cameraId: fc.constantFrom('gate', 'east-yard'),
  atMs,
  tracks: fc.uniqueArray(track, { selector: ({ trackId }) => trackId, maxLength: 8 }),
  hazards: record({ fires: fc.oneof(fc.constant([]), fc.array(fire, { maxLength: 2 })), smokes: fc.constant([]) }),
  objects: fc.array(record({ box, sinceMs: atMs, area: steps(AREA_STEPS), stability: steps(SCORE_STEPS) }), {
    maxLength: 3,
  }),
  furniture: fc.option(fc.array(fc.nat({ max: 20 }), { maxLength: 4 })),
}).map(({ furniture, ...rest }) => {
  const ids = rest.tracks.map(({ trackId }) => trackId);
  if (furniture === null) return rest;
  return { ...rest, furniture: furniture.flatMap((at) => ids[at % Math.max(1, ids.length)] ?? []) };
});

const reading: fc.Arbitrary<SensorReading> = record({
  marks: fc.option(fc.subarray([...ReadingMark.options])),
  sensorId: fc.constantFrom('dust-1', 'dust-2'),
  measuredAtMs: atMs,
  factor: fc.constantFrom(...Factor.options),
  value: fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -1e6, max: 1e6 }).map((whole) => whole / 1000),
  ),
  flag: fc.constantFrom(...DataFlag.options),
}).map(({ marks, ...rest }) => (marks === null ? rest : { ...rest, marks }));

const event: fc.Arbitrary<LogEvent> = fc.oneof(
  record({ look, detections: fc.option(fc.array(detection, { maxLength: 6 })), recordedAtMs: atMs }).map(
    (rest): LogEvent => ({ kind: 'look', atMs: rest.look.atMs, ...rest }),
  ),
  record({ reading, recordedAtMs: atMs }).map((rest): LogEvent => ({
    kind: 'reading',
    atMs: rest.reading.measuredAtMs,
    ...rest,
  })),
  record({ kind: fc.constant('tick' as const), atMs, recordedAtMs: atMs }),
  record({
    kind: fc.constant('rules' as const),
    atMs,
    sha256: fc.string(),
    text: fc.string({ unit: 'grapheme' }),
    recordedAtMs: atMs,
  }),
);

describe('what is written comes back', () => {
  test('any events in any order, bit for bit', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        expect(roundTrip(events).read).toStrictEqual(events);
        const writer = new EventWriter();
        for (const event of events) writeTo(writer, event);
        const without = [...readEvents(writer.take(), false)].flat();
        expect(without.map((event) => (event.kind === 'look' ? event.look : event))).toStrictEqual(
          events.map((event) => (event.kind === 'look' ? event.look : event)),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('the sign of nothing, with an empty list of marks', () => {
    const reading: SensorReading = {
      sensorId: 'dust-1',
      measuredAtMs: T0,
      factor: 'a34001',
      value: -0,
      flag: 'N',
      marks: [],
    };
    const events: LogEvent[] = [{ kind: 'reading', atMs: T0, reading, recordedAtMs: T0 }];
    expect(roundTrip(events).read).toStrictEqual(events);
  });

  test('a look that was not rounded, or has a field that is not known, comes back too', () => {
    const odd = { ...NEW_TRACK, box: { x1: 0.1, y1: 0.1, x2: 0.3, y2: 0.3 }, colour: 'red' };
    const events: LogEvent[] = [
      {
        kind: 'look',
        atMs: T0,
        look: { cameraId: 'gate', atMs: T0, tracks: [odd], hazards: { fires: [], smokes: [] }, objects: [] },
        detections: null,
        recordedAtMs: T0,
      },
    ];
    expect(roundTrip(events).read).toStrictEqual(events);
  });

  test('every field of a track is written in few bytes', () => {
    expect(Object.keys(Track.shape).sort()).toEqual([...Object.keys(NEW_TRACK), 'hasLeft'].sort());
    expect(TRACK_FIELDS).toBe(Object.keys(NEW_TRACK).length);
  });

  test('bytes that are cut or turned are refused, not read for ever', () => {
    const writer = new EventWriter();
    const [events] = fc.sample(fc.array(event, { minLength: 10, maxLength: 20 }), { numRuns: 1, seed: 7 });
    for (const each of events ?? []) writeTo(writer, each);
    const bytes = writer.take();
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }), fc.boolean(), (at, value, isCut) => {
        const broken = Buffer.from(isCut ? bytes.subarray(0, at) : bytes);
        if (!isCut) broken[at] = value;
        try {
          Array.from(readEvents(broken, true));
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

test('a street as the tracker sees it takes few bytes', () => {
  const standing: Detection[] = Array.from({ length: 8 }, (_, index) => ({
    label: 'car',
    classId: 2,
    score: 0.7,
    box: { x1: index / 10, y1: 0.4, x2: index / 10 + 0.08, y2: 0.5 },
  }));
  let state = emptyTracker();
  const events: LogEvent[] = [];
  for (let index = 0; index < 300; index += 1) {
    const now = T0 + index * 200;
    const detections = roundDetections(
      standing.map((each, place) => ({ ...each, score: 0.6 + ((index * 7 + place * 3) % 13) / 50 })),
    );
    const update = updateTracks(state, now, detections);
    state = update.state;
    const seen = {
      cameraId: 'gate',
      atMs: now,
      tracks: update.tracks,
      hazards: { fires: [], smokes: [] },
      objects: [],
    };
    events.push({ kind: 'look', atMs: now, look: roundLook(seen), detections, recordedAtMs: now + 80 });
  }
  const { read, bytes } = roundTrip(events);
  expect(read).toStrictEqual(events);
  // As JSON such a look takes some 4,000 bytes.
  expect(bytes / events.length).toBeLessThan(80);
});
