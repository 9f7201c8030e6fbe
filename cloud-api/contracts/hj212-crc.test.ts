import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hj212Crc } from './hj212-crc.js';

test.each([
  ['', 0xffff],
  ['123456789', 0x2f80],
  ['QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&', 0x2200],
])('the CRC of %j follows HJ 212 appendix A', (segment, crc) => {
  expect(hj212Crc(Buffer.from(segment, 'latin1'))).toBe(crc);
});

/** Appendix A, word for word. */
function bitByBit(segment: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of segment) {
    crc = (crc >> 8) ^ byte;
    for (let bit = 0; bit < 8; bit += 1) {
      const carry = crc & 1;
      crc >>= 1;
      if (carry === 1) crc ^= 0xa001;
    }
  }
  return crc;
}

test('eight bytes at once give what bit by bit gives, for any part of any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(80), fc.nat(80), (bytes, a, b) => {
      const [start, end] = [Math.min(a, b, bytes.length), Math.min(Math.max(a, b), bytes.length)];
      expect(hj212Crc(bytes, start, end)).toBe(bitByBit(bytes.subarray(start, end)));
    }),
    { numRuns: 1000, seed: 212 },
  );
});
