import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildFrame } from './build-frame.js';
import { cutFrames } from './cut-frames.js';
import { parseFrame } from './parse-frame.js';
import { STANDARD_VECTORS } from './standard-vectors.js';

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

test('a command of HJ 212-2017 is read', () => {
  expect(parseFrame(bytesOf(STANDARD_VECTORS.setInterval))).toEqual({
    status: 'ok',
    frame: {
      qn: '20160801085857223',
      st: '32',
      cn: '1062',
      password: '100000',
      mn: '010000A8900016F000169DC0',
      flag: { version: 1, hasPacketNumbers: false, needsAcknowledgement: true },
      packetCount: null,
      packetNumber: null,
      isBackfill: false,
      items: [[{ name: 'RtdInterval', value: '30' }]],
    },
  });
});

test('a field frame without Flag and without milliseconds is read', () => {
  const parsed = parseFrame(bytesOf(STANDARD_VECTORS.withoutFlag));
  expect(parsed).toMatchObject({ status: 'ok', frame: { qn: '20180507000558', st: '39', cn: '2011', flag: null } });
  expect(parsed.status === 'ok' && parsed.frame.items).toHaveLength(6);
  expect(parsed.status === 'ok' && parsed.frame.items[1]).toEqual([
    { name: 'a01001-Rtd', value: '26.0' },
    { name: 'a01001-Flag', value: 'N' },
  ]);
});

test.each([
  ['withoutDataFlags', { cn: '2011', flag: { version: 1, needsAcknowledgement: false } }, 10],
  ['getTime', { cn: '1011', flag: { version: 2, needsAcknowledgement: true } }, 0],
  ['minuteData', { cn: '2051', st: '31', flag: { version: 2 } }, 3],
  ['acknowledgement', { cn: '9014', st: '91', qn: '20260801085000001', flag: { version: 1 } }, 0],
] as const)('vector %s is read', (name, frame, items) => {
  const parsed = parseFrame(bytesOf(STANDARD_VECTORS[name]));
  expect(parsed).toMatchObject({ status: 'ok', frame });
  expect(parsed.status === 'ok' && parsed.frame.items).toHaveLength(items);
});

test('a split and back-filled frame says so', () => {
  const frame = buildFrame(
    'QN=20260801085000001;CN=2051;MN=1;Flag=10;PNUM=3;PNO=2;RF=1;CP=&&DataTime=20260801084900&&',
  );
  expect(parseFrame(frame)).toMatchObject({
    frame: { packetCount: 3, packetNumber: 2, isBackfill: true, flag: { version: 2, hasPacketNumbers: true } },
  });
});

test('a CRC in lower case holds', () => {
  expect(parseFrame(bytesOf(STANDARD_VECTORS.setInterval.replace('1C80', '1c80'))).status).toBe('ok');
});

const GOOD = STANDARD_VECTORS.setInterval;
test.each([
  ['', 'preamble-missing'],
  ['#', 'preamble-missing'],
  ['##01a1', 'length-invalid'],
  ['##', 'length-invalid'],
  [GOOD.slice(0, -1), 'length-mismatch'],
  [`${GOOD}x`, 'length-mismatch'],
  [GOOD.replace('\r\n', '\n\r'), 'terminator-missing'],
  [GOOD.replace('1C80', '1C8G'), 'crc-not-hex'],
  [GOOD.replace('1C80', '801C'), 'crc-mismatch'],
  [GOOD.replace('=30', '=31'), 'crc-mismatch'],
  [buildFrame('QN=1;CN=2011;CP=&&&').toString('latin1'), 'parameters-invalid'],
  [buildFrame('QN=1;CN=2011').toString('latin1'), 'parameters-invalid'],
  [buildFrame('QN=1;CN=2011;CP=&&a34001-Rtd&&').toString('latin1'), 'parameters-invalid'],
  [buildFrame('QN=1;CP=&&&&').toString('latin1'), 'header-invalid'],
  [buildFrame('QN=1;CN=20x1;CP=&&&&').toString('latin1'), 'header-invalid'],
  [buildFrame('CN=2011;CN=2051;CP=&&&&').toString('latin1'), 'header-invalid'],
  [buildFrame('CN=2011;Flag=256;CP=&&&&').toString('latin1'), 'header-invalid'],
  [buildFrame('CN=2011;PNUM=two;CP=&&&&').toString('latin1'), 'header-invalid'],
  [buildFrame('CN=2011;oops;CP=&&&&').toString('latin1'), 'header-invalid'],
])('%j is refused as %s', (text, code) => {
  expect(parseFrame(bytesOf(text))).toMatchObject({ status: 'refused', code });
});

test('a refusal never repeats the password', () => {
  const refused = parseFrame(buildFrame('QN=1;PW=secret1;PW=secret1;CN=2011;CP=&&&&'));
  expect(refused.status).toBe('refused');
  expect(JSON.stringify(refused)).not.toContain('secret1');
});

/** SM4-ECB over the whole blocks, a tail below 16 bytes stays plain (HJ 212-2025). */
function encrypt(parameters: string, key: Uint8Array): string {
  const whole = parameters.length - (parameters.length % 16);
  const cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
  return cipher.update(parameters.slice(0, whole), 'latin1', 'latin1') + parameters.slice(whole);
}

test('an encrypted frame is cut by its length and marked as encrypted', () => {
  const key = Buffer.alloc(16, 0x30);
  expect(Buffer.from(encrypt('DataTime=2024052', key), 'latin1').toString('hex').toUpperCase()).toBe(
    'E43E159ACFAB242CB53155FB8B9281A1',
  );
  const header = 'QN=20240520210700000;ST=39;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&';
  const parameters = 'DataTime=20240520210600;a34001-Rtd=0.853,a34001-Flag=N';
  const frame = buildFrame(`${header}${encrypt(parameters, key)}&&`, `${header}${parameters}&&`);
  const { frames, garbage, rest } = cutFrames(Buffer.concat([frame, bytesOf(GOOD)]));
  expect(frames.map((each) => parseFrame(each))).toMatchObject([
    { status: 'refused', code: 'encrypted' },
    { status: 'ok', frame: { cn: '1062' } },
  ]);
  expect(garbage).toEqual([]);
  expect(rest).toHaveLength(0);
});

test('text in a command that may not be encrypted is no cipher', () => {
  expect(
    parseFrame(buildFrame('CN=2011;Flag=4;CP=&&Name=\xc9\xcf\xba\xa3\xc9\xcf\xba\xa3\xc9\xcf\xba\xa3&&')).status,
  ).toBe('ok');
});

const vectorBytes = fc.constantFrom(...Object.values(STANDARD_VECTORS)).map(bytesOf);

// The register of this CRC is shifted before the byte comes in, so it remembers 8 bits: one changed byte is always noticed, but one in
// 256 of the frames with more changes passes.
test('a segment with one changed byte never passes', () => {
  fc.assert(
    fc.property(vectorBytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (original, at, change) => {
      const mutated = Uint8Array.from(original);
      const index = 6 + (at % (original.length - 12));
      mutated[index] = (mutated[index] ?? 0) ^ change;
      expect(['crc-mismatch', 'encrypted']).toContain((parseFrame(mutated) as { code?: string }).code);
    }),
    { numRuns: 2000 },
  );
});

test('a mutated frame never throws, whole or cut, and is told with its bytes', () => {
  const mutation = fc.record({ at: fc.nat(), byte: fc.nat(255), kind: fc.constantFrom('set', 'insert', 'remove') });
  fc.assert(
    fc.property(vectorBytes, fc.array(mutation, { minLength: 1, maxLength: 8 }), (original, mutations) => {
      const bytes = [...original];
      for (const { at, byte, kind } of mutations) {
        const index = at % (bytes.length + 1);
        if (kind === 'set') bytes[index] = byte;
        else bytes.splice(index, kind === 'remove' ? 1 : 0, ...(kind === 'insert' ? [byte] : []));
      }
      const mutated = Uint8Array.from(bytes);
      expect(['ok', 'refused']).toContain(parseFrame(mutated).status);
      const { frames, garbage } = cutFrames(mutated, { endOfInput: true });
      for (const frame of frames) expect(['ok', 'refused']).toContain(parseFrame(frame).status);
      const told = [...frames, ...garbage].reduce((sum, part) => sum + part.length, 0);
      expect(told).toBe(mutated.length);
    }),
    { numRuns: 2000 },
  );
});

test('arbitrary bytes never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      parseFrame(bytes);
      expect(parseFrame(buildFrame(Buffer.from(bytes).toString('latin1'))).status).toBeDefined();
    }),
  );
});
