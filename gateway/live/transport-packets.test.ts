import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TransportPackets } from './transport-packets.js';

/** A packet, numbered, at which a decoder can begin or not. */
function packet(number: number, isEntry: boolean): Buffer {
  const bytes = Buffer.alloc(188, number);
  bytes.set([0x47, isEntry ? 0x41 : 0x01, 0x00, isEntry ? 0x30 : 0x10, 7, isEntry ? 0x50 : 0x00]);
  return bytes;
}

test('however the stream is cut, no byte is lost, and each place to begin at begins a run', () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 10 }),
      (entries, cuts) => {
        const stream = Buffer.concat(entries.map((isEntry, index) => packet(index, isEntry)));
        const packets = new TransportPackets();
        const runs = [];
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const length = cuts[turn % cuts.length] ?? 1;
          runs.push(...packets.push(stream.subarray(at, at + length)));
          at += length;
        }
        expect(Buffer.concat(runs.map(({ bytes }) => bytes)).equals(stream)).toBe(true);
        expect(runs.filter(({ isEntry }) => isEntry)).toHaveLength(entries.filter(Boolean).length);
        expect(runs.every(({ bytes }) => bytes.length % 188 === 0)).toBe(true);
      },
    ),
  );
});

test('what is no transport stream is not taken for one', () => {
  expect(() => new TransportPackets().push(Buffer.alloc(188))).toThrow('no transport stream');
});
