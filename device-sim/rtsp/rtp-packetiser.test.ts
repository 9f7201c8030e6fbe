import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RTP_HEADER_BYTES, packetiseAccessUnit } from './rtp-packetiser.js';

/** Puts NAL units together again as a receiver does (RFC 6184, 5.6 and 5.8). */
function reassemble(packets: readonly Buffer[]): Buffer[] {
  const nalUnits: Buffer[] = [];
  let fragments: Buffer[] = [];
  for (const packet of packets) {
    const payload = packet.subarray(RTP_HEADER_BYTES);
    const [indicator = 0, header = 0] = payload;
    if ((indicator & 0x1f) !== 28) {
      nalUnits.push(payload);
      continue;
    }
    if ((header & 0x80) !== 0) fragments = [Buffer.of((indicator & 0xe0) | (header & 0x1f))];
    fragments.push(payload.subarray(2));
    if ((header & 0x40) !== 0) nalUnits.push(Buffer.concat(fragments));
  }
  return nalUnits;
}

// A header of one of the types that are sent: fragments would be ambiguous for types 24 to 31, which H.264 does not use.
const nalUnit = fc
  .tuple(fc.constantFrom(0x65, 0x41, 0x67, 0x68, 0x06), fc.uint8Array({ maxLength: 200 }))
  .map(([header, rest]) => Buffer.from([header, ...rest]));

test('a receiver gets back the NAL units that were sent, in packets of the allowed size', () => {
  fc.assert(
    fc.property(
      fc.array(nalUnit, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 3, max: 120 }),
      fc.nat(0xffff),
      fc.nat(0xffffffff),
      (nalUnits, maxPayload, firstSequence, timestamp) => {
        const state = { payloadType: 96, ssrc: 0xdeadbeef, nextSequence: firstSequence };
        const packets = packetiseAccessUnit(state, nalUnits, timestamp, maxPayload);

        expect(reassemble(packets)).toEqual(nalUnits);
        for (const [index, packet] of packets.entries()) {
          const isLast = index === packets.length - 1;
          expect(packet.length).toBeLessThanOrEqual(RTP_HEADER_BYTES + maxPayload);
          expect(packet[0]).toBe(0x80);
          expect(packet[1]).toBe(isLast ? 0x80 | 96 : 96);
          expect(packet.readUInt16BE(2)).toBe((firstSequence + index) & 0xffff);
          expect(packet.readUInt32BE(4)).toBe(timestamp);
          expect(packet.readUInt32BE(8)).toBe(0xdeadbeef);
        }
        expect(state.nextSequence).toBe((firstSequence + packets.length) & 0xffff);
      },
    ),
  );
});

test('an access unit with nothing in it gives no packet', () => {
  expect(packetiseAccessUnit({ payloadType: 96, ssrc: 1, nextSequence: 5 }, [Buffer.alloc(0)], 0)).toEqual([]);
});
