import { hj212Crc } from '@lamppost/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeHj212RealTime, frameHj212 } from './encode-hj212.js';

// Frames as published with HJ 212, and one recorded in the field.
test.each([
  '##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n',
  '##0239QN=20180821142509000;ST=39;CN=2011;PW=123456;MN=690000D5800028F889221AC0;Flag=4;CP=&&DataTime=20180821142509;a34004-Rtd=0.0;a34002-Rtd=0.0;a34001-Rtd=0.0;LA-Rtd=0.0;a01001-Rtd=0.0;a01002-Rtd=0.0;a01006-Rtd=0.0;a01007-Rtd=0.0;a01008-Rtd=0&&E541\r\n',
  '##0087QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&2200\r\n',
])('%j is framed as published', (frame) => {
  expect(frameHj212(frame.slice(6, -6)).toString('latin1')).toBe(frame);
});

test('real-time data carries Beijing time, values and flags', () => {
  const frame = encodeHj212RealTime({
    measuredAtMs: Date.parse('2026-02-28T16:00:05.007Z'),
    mn: '010000A8900016F000169DC0',
    pw: '123456',
    values: [
      { factor: 'a34001', value: 1650, flag: 'N' },
      { factor: 'LA', value: 62.45, flag: 'D' },
    ],
  }).toString('latin1');
  expect(frame).toMatch(
    /^##\d{4}QN=20260301000005007;ST=39;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&/,
  );
  expect(frame).toContain('&&DataTime=20260301000005;a34001-Rtd=1650.0,a34001-Flag=N;LA-Rtd=62.5,LA-Flag=D&&');
});

test('length and CRC of any segment are those of its bytes', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]{0,1024}$/), (segment) => {
      const frame = frameHj212(segment);
      expect(Number(frame.toString('latin1', 2, 6))).toBe(segment.length);
      const crc = Number.parseInt(frame.toString('latin1', frame.length - 6, frame.length - 2), 16);
      expect(crc).toBe(hj212Crc(Buffer.from(segment, 'latin1')));
    }),
  );
});

test('a segment that the standard does not allow is refused', () => {
  expect(() => frameHj212('x'.repeat(1025))).toThrow('at most 1024');
});
