import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildFrame } from './build-frame.js';
import { cutFrames } from './cut-frames.js';
import { parametersOf } from './parameter-cursor.js';
import { parseFrame } from './parse-frame.js';
import { Sm4 } from './sm4.js';
import { STANDARD_VECTORS } from './standard-vectors.js';

/** A frame as it is cut: without its line end. */
function bytesOf(text: string): Uint8Array {
  return Buffer.from(text.replace(/\r\n$/, ''), 'latin1');
}

/** What a frame says, all of it. */
function read(bytes: Uint8Array, sm4?: Sm4) {
  const parsed = parseFrame(bytes, undefined, sm4 === undefined ? {} : { sm4 });
  if (parsed.status === 'refused') return parsed;
  const { frame } = parsed;
  const { qn, st, cn, password, mn, flag, packetCount, packetNumber, isBackfill } = frame;
  const parameters = parametersOf(frame).map(({ name, value }) => `${name}=${value}`);
  return { status: 'ok', qn, st, cn, password, mn, flag, packetCount, packetNumber, isBackfill, parameters };
}

function built(segment: string): Uint8Array {
  return bytesOf(buildFrame(segment).toString('latin1'));
}

test('a command of HJ 212-2017 is read', () => {
  expect(read(bytesOf(STANDARD_VECTORS.setInterval))).toEqual({
    status: 'ok',
    qn: '20160801085857223',
    st: '32',
    cn: 1062,
    password: '100000',
    mn: '010000A8900016F000169DC0',
    flag: { version: 1, hasPacketNumbers: false, needsAcknowledgement: true },
    packetCount: null,
    packetNumber: null,
    isBackfill: false,
    parameters: ['RtdInterval=30'],
  });
});

test('a field frame without Flag and without milliseconds is read', () => {
  const frame = read(bytesOf(STANDARD_VECTORS.withoutFlag));
  expect(frame).toMatchObject({ status: 'ok', qn: '20180507000558', st: '39', cn: 2011, flag: null });
  expect('parameters' in frame && frame.parameters.slice(0, 3)).toEqual([
    'DataTime=20180507000558',
    'a01001-Rtd=26.0',
    'a01001-Flag=N',
  ]);
});

test.each([
  ['withoutDataFlags', { cn: 2011, flag: { version: 1, needsAcknowledgement: false } }, 10],
  ['getTime', { cn: 1011, flag: { version: 2, needsAcknowledgement: true } }, 0],
  ['minuteData', { cn: 2051, st: '31', flag: { version: 2 } }, 9],
  ['acknowledgement', { cn: 9014, st: '91', qn: '20260801085000001', flag: { version: 1 } }, 0],
] as const)('vector %s is read', (name, header, parameters) => {
  const frame = read(bytesOf(STANDARD_VECTORS[name]));
  expect(frame).toMatchObject({ status: 'ok', ...header });
  expect('parameters' in frame && frame.parameters).toHaveLength(parameters);
});

test('blanks around names and values, doubled and closing separators, and small letters are understood', () => {
  expect(
    read(
      built('qn = 20260801085000001 ;; ST=39;cn=2011; FLAG =5;CP=&&DataTime = 20260801085000 ;; a34001-rtd= 1.5 ,;&&'),
    ),
  ).toMatchObject({
    status: 'ok',
    qn: '20260801085000001',
    cn: 2011,
    flag: { version: 1, needsAcknowledgement: true },
    parameters: ['DataTime=20260801085000', 'a34001-rtd=1.5'],
  });
});

test('a split and back-filled frame says so', () => {
  const frame = built('QN=20260801085000001;CN=2051;MN=1;Flag=10;PNUM=3;PNO=2;RF=1;CP=&&DataTime=20260801084900&&');
  expect(read(frame)).toMatchObject({
    packetCount: 3,
    packetNumber: 2,
    isBackfill: true,
    flag: { version: 2, hasPacketNumbers: true },
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
  [GOOD.slice(0, -3), 'length-mismatch'],
  [GOOD.replace('\r\n', '\n\r'), 'length-mismatch'],
  [`${GOOD}x`, 'length-mismatch'],
  [GOOD.replace('1C80', '1C8G'), 'crc-not-hex'],
  [GOOD.replace('1C80', '801C'), 'crc-mismatch'],
  [GOOD.replace('=30', '=31'), 'crc-mismatch'],
  [buildFrame('QN=1;CN=2011;CP=&&&').toString('latin1'), 'parameters-invalid'],
  [buildFrame('QN=1;CN=2011').toString('latin1'), 'parameters-invalid'],
  [buildFrame('QN=1;CN=2011;CP=a34001-Rtd=1&&').toString('latin1'), 'parameters-invalid'],
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
  const refused = parseFrame(built('QN=1;PW=secret1;PW=secret1;CN=2011;CP=&&&&'));
  expect(refused.status).toBe('refused');
  expect(JSON.stringify(refused)).not.toContain('secret1');
});

// HJ 212-2025, SM4-ECB without padding; the vector of the standard.
const KEY = Buffer.alloc(16, 0x30);
const HEADER = 'QN=20240520210700000;ST=39;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&';

function encrypted(parameters: string, header = HEADER): Buffer {
  const cipher = new Sm4(KEY).encrypt(Buffer.from(parameters, 'latin1')).toString('latin1');
  return buildFrame(`${header}${cipher}&&`, `${header}${parameters}&&`);
}

test('SM4 gives what the standard says, and a tail below 16 bytes stays plain', () => {
  const sm4 = new Sm4(KEY);
  expect(sm4.encrypt(Buffer.from('DataTime=2024052')).toString('hex').toUpperCase()).toBe(
    'E43E159ACFAB242CB53155FB8B9281A1',
  );
  expect(sm4.encrypt(Buffer.from('DataTime=20240520')).subarray(16).toString()).toBe('0');
  expect(() => new Sm4(Buffer.alloc(15))).toThrow('16 bytes');
});

test('whatever is encrypted is decrypted, one message after another', () => {
  const sm4 = new Sm4(KEY);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(sm4.decrypt(sm4.encrypt(bytes)).equals(bytes)).toBe(true);
    }),
    { seed: 32907 },
  );
});

test('an encrypted frame is cut by its length, told without its key, and read with it', () => {
  const parameters = 'DataTime=20240520210600;a34001-Rtd=0.853,a34001-Flag=N';
  const bytes = Buffer.concat([encrypted(parameters), Buffer.from(GOOD, 'latin1')]);
  const { frames, garbage, restAt } = cutFrames(bytes);
  expect(frames.map((span) => parseFrame(bytes, span))).toMatchObject([
    { status: 'refused', code: 'encrypted' },
    { status: 'ok', frame: { cn: 1062 } },
  ]);
  expect(garbage).toEqual([]);
  expect(restAt).toBe(bytes.length);
  const [first] = frames;
  expect(read(bytes.subarray(first?.start, first?.end), new Sm4(KEY))).toMatchObject({
    status: 'ok',
    parameters: ['DataTime=20240520210600', 'a34001-Rtd=0.853', 'a34001-Flag=N'],
  });
  expect(read(bytes.subarray(first?.start, first?.end), new Sm4(Buffer.alloc(16, 1)))).toMatchObject({
    code: 'crc-mismatch',
  });
});

test('a device with a key may leave its parameters plain', () => {
  expect(read(built(`${HEADER}a34001-Rtd=0.853,a34001-Flag=N&&`), new Sm4(KEY))).toMatchObject({ status: 'ok' });
});

test('text in a command that may not be encrypted is no cipher', () => {
  expect(parseFrame(built('CN=2011;Flag=4;CP=&&Name=\xc9\xcf\xba\xa3\xc9\xcf\xba\xa3\xc9\xcf\xba\xa3&&')).status).toBe(
    'ok',
  );
});

const vectorBytes = fc.constantFrom(...Object.values(STANDARD_VECTORS)).map(bytesOf);

// The register of this CRC is shifted before the byte comes in, so it remembers 8 bits: one changed byte is always noticed, but one in
// 256 of the frames with more changes passes.
test('a segment with one changed byte never passes', () => {
  fc.assert(
    fc.property(vectorBytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (original, at, change) => {
      const mutated = Uint8Array.from(original);
      const index = 6 + (at % (original.length - 10));
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
      const { frames } = cutFrames(mutated, { endOfInput: true });
      for (const span of frames) expect(['ok', 'refused']).toContain(parseFrame(mutated, span).status);
    }),
    { numRuns: 2000 },
  );
});

test('arbitrary bytes never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      parseFrame(bytes);
      expect(parseFrame(built(Buffer.from(bytes).toString('latin1'))).status).toBeDefined();
    }),
  );
});
