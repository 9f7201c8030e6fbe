import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Publish, PublishCutter } from './publish-cutter.js';

/** What comes of a stream that is read in pieces: each message, and all else in one. */
function cut(pieces: readonly Buffer[], protocolVersion: 4 | 5 = 4): { publishes: Publish[]; others: Buffer } {
  const publishes: Publish[] = [];
  const others: Buffer[] = [];
  const cutter = new PublishCutter({
    protocolVersion,
    onPublish: (publish) => publishes.push({ ...publish, payload: Buffer.from(publish.payload) }),
    onOther: (bytes) => others.push(Buffer.from(bytes)),
  });
  for (const piece of pieces) cutter.take(piece);
  return { publishes, others: Buffer.concat(others) };
}

/** Pieces of a stream that end at the places given. */
function piecesOf(stream: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => place % (stream.length + 1)), stream.length].sort((a, b) => a - b);
  return ends.map((end, index) => stream.subarray(ends[index - 1] ?? 0, end));
}

interface PublishParts extends Publish {
  readonly dup: boolean;
  readonly retain: boolean;
}

const publish: fc.Arbitrary<PublishParts> = fc.record({
  topic: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((topic) => !/[+#\0]/.test(topic)),
  payload: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  messageId: fc.option(fc.integer({ min: 1, max: 0xffff })),
  dup: fc.boolean(),
  retain: fc.boolean(),
});
/** MQTT 3.1.1, 2.2.3. */
function encodeLength(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...encodeLength(Math.floor(value / 128))];
}

/** MQTT 3.1.1, 3.3; of version 5 with a content type, 3.3.2.3.9. */
function encode({ topic, payload, messageId, dup, retain }: PublishParts, version: 4 | 5): Buffer {
  const name = Buffer.from(topic);
  const body = Buffer.concat([
    Buffer.from([name.length >> 8, name.length & 0xff]),
    name,
    Buffer.from(messageId === null ? [] : [messageId >> 8, messageId & 0xff]),
    Buffer.from(version === 5 ? [5, 0x03, 0, 2, 0x6a, 0x73] : []),
    payload,
  ]);
  const flags = (messageId === null ? 0 : 2) | (dup ? 8 : 0) | (retain ? 1 : 0);
  return Buffer.concat([Buffer.from([0x30 | flags, ...encodeLength(body.length)]), body]);
}

const other = fc.constantFrom(
  Buffer.from([0x20, 2, 0, 0]),
  Buffer.from([0xd0, 0]),
  Buffer.from([0x90, 3, 0, 1, 1]),
  // A PUBLISH of QoS 2, which nobody asked for.
  Buffer.from([0x34, 6, 0, 1, 0x61, 0, 1, 0x78]),
);

test.each([4, 5] as const)(
  'messages of MQTT version %i are cut out wherever pieces end, and the rest stays as it is',
  (version) => {
    const packets = fc.array(fc.oneof(publish, other), { maxLength: 12 });
    fc.assert(
      fc.property(packets, fc.array(fc.nat(), { maxLength: 12 }), (all, places) => {
        const bytes = all.map((each) => {
          if (Buffer.isBuffer(each)) return each;
          return encode(each, version);
        });
        const { publishes, others } = cut(piecesOf(Buffer.concat(bytes), places), version);
        expect(publishes).toEqual(
          all.flatMap((each) =>
            Buffer.isBuffer(each) ? [] : [{ topic: each.topic, payload: each.payload, messageId: each.messageId }],
          ),
        );
        expect(others).toEqual(Buffer.concat(all.filter((each) => Buffer.isBuffer(each))));
      }),
      { numRuns: 300, seed: 7 },
    );
  },
);

test('whatever comes, each byte is of a message or goes on, and nothing fails', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(), { maxLength: 5 }), (bytes, places) => {
      const stream = Buffer.from(bytes);
      const inOne = cut([stream]);
      expect(cut(piecesOf(stream, places))).toEqual(inOne);
      expect(inOne.others.length).toBeLessThanOrEqual(stream.length);
    }),
    { numRuns: 2_000, seed: 7 },
  );
});

test('a length without an end leaves all that follows to the client', () => {
  const good = Buffer.from([0x30, 4, 0, 1, 0x61, 0x78]);
  const bad = Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 1]);
  const { publishes, others } = cut([good, Buffer.concat([bad, good]), good]);
  expect(publishes).toHaveLength(1);
  expect(others).toEqual(Buffer.concat([bad, good, good]));
});

test.each([
  ['without room for its topic', [0x30, 1, 0]],
  ['whose topic goes beyond its end', [0x30, 3, 0, 9, 0x61]],
  ['of QoS 1 without room for its number', [0x32, 4, 0, 1, 0x61, 0]],
  ['without a topic', [0x30, 3, 0, 0, 0x78]],
  ['of QoS 3', [0x36, 6, 0, 1, 0x61, 0, 1, 0x78]],
])('a message %s goes on to the client, and the next is cut', (_what, bytes) => {
  const { publishes, others } = cut([Buffer.from([...bytes, 0x30, 4, 0, 1, 0x61, 0x78])]);
  expect(others).toEqual(Buffer.from(bytes));
  expect(publishes).toEqual([{ topic: 'a', payload: Buffer.from('x'), messageId: null }]);
});
