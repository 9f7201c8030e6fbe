import { expect, test } from 'vitest';
import { hj212Crc } from './hj212-crc.js';

test.each([
  ['', 0xffff],
  ['123456789', 0x2f80],
  ['QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&', 0x2200],
])('the CRC of %j follows HJ 212 appendix A', (segment, crc) => {
  expect(hj212Crc(Buffer.from(segment, 'latin1'))).toBe(crc);
});
