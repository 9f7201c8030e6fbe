import { expect, test } from 'vitest';
import { encodeBye, encodeSenderReport } from './rtcp.js';

test('a sender report states wall-clock and RTP time of the same moment', () => {
  const packet = encodeSenderReport({
    ssrc: 0x01020304,
    nowMs: Date.parse('2026-03-01T00:00:00.500Z'),
    rtpTimestamp: 0xfffffff0,
    packetCount: 7,
    octetCount: 9000,
    canonicalName: 'yard-cam',
  });
  expect(packet.subarray(0, 8).toString('hex')).toBe('80c8000601020304');
  expect(packet.readUInt32BE(8) - 2_208_988_800).toBe(Date.parse('2026-03-01T00:00:00Z') / 1000);
  expect(packet.readUInt32BE(12)).toBe(2 ** 31);
  expect(packet.readUInt32BE(16)).toBe(0xfffffff0);
  expect([packet.readUInt32BE(20), packet.readUInt32BE(24)]).toEqual([7, 9000]);
  // SDES: one source, its CNAME, padded to 32 bits.
  const description = packet.subarray(28);
  expect(description.subarray(0, 10).toString('hex')).toBe('81ca0004010203040108');
  expect(description.subarray(10, 18).toString()).toBe('yard-cam');
  expect(description.length).toBe(20);
});

test('a goodbye names its source', () => {
  expect(encodeBye(0xdeadbeef).toString('hex')).toBe('81cb0001deadbeef');
});
