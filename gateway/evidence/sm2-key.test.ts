import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sm2 } from 'sm-crypto-v2';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSm2Key, readSm2Key } from './sm2-key.js';

const hasOpenSsl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenSsl && process.env.CI === 'true')
  throw new Error('openssl is missing: install it (apt-get install openssl)');

// GB/T 32918.5-2017, annex A.2: key, message and signature
const PRIVATE = '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8';
const POINT =
  '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13';
const SIGNATURE =
  'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa';
const PEM = `-----BEGIN PRIVATE KEY-----
${Buffer.from(
  `308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420${PRIVATE}a144034200${POINT}`,
  'hex',
)
  .toString('base64')
  .replace(/(.{64})/g, '$1\n')}
-----END PRIVATE KEY-----
`;

function verifies(bytes: Uint8Array, signature: Buffer, point: string): boolean {
  return sm2.doVerifySignature(bytes, signature.toString('hex'), point, { hash: true });
}

test('the example of GB/T 32918.5 holds, and its key signs', () => {
  expect(verifies(Buffer.from('message digest'), Buffer.from(SIGNATURE, 'hex'), POINT)).toBe(true);
  const key = readSm2Key(PEM);
  expect(key?.spki.subarray(-65).toString('hex')).toBe(POINT);
  const signature = key?.sign(Buffer.from('message digest')) ?? Buffer.alloc(0);
  expect(signature).toHaveLength(64);
  expect(verifies(Buffer.from('message digest'), signature, POINT)).toBe(true);
  expect(verifies(Buffer.from('message Digest'), signature, POINT)).toBe(false);
});

test('a key that is made is read back as it is', () => {
  const key = createSm2Key();
  const again = readSm2Key(key.pem);
  expect(again?.pem).toBe(key.pem);
  expect(again?.spki).toEqual(key.spki);
});

test.each([
  ['nothing', ''],
  ['a key of 0', PEM.replace(/^.*$/m, '')],
  ['a key cut short', PEM.slice(0, 100)],
])('%s is no SM2 key', (_, pem) => {
  expect(readSm2Key(pem)).toBeNull();
});

test('a PEM with a byte changed is no SM2 key, or another one than this', () => {
  const { pem, spki } = createSm2Key();
  fc.assert(
    fc.property(fc.nat(pem.length - 1), fc.integer({ min: 33, max: 126 }), (at, code) => {
      const changed = pem.slice(0, at) + String.fromCharCode(code) + pem.slice(at + 1);
      fc.pre(changed !== pem);
      expect(readSm2Key(changed)?.spki.equals(spki) ?? false).toBe(false);
    }),
    { numRuns: 100, seed: 20261122 },
  );
});

test.skipIf(!hasOpenSsl)('openssl reads the key and verifies what it signs (skipped where openssl is missing)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sm2-'));
  try {
    const file = (name: string, content: string | Buffer) => {
      writeFileSync(join(folder, name), content, { mode: 0o600 });
      return join(folder, name);
    };
    const key = createSm2Key();
    const message = Buffer.from('{"schema":"lamppost.evidence/1"}');
    const signature = key.sign(message);
    const integer = (half: Buffer) => {
      const bytes = half.subarray(half.findIndex((byte) => byte !== 0));
      const positive = (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes;
      return Buffer.concat([Buffer.from([2, positive.length]), positive]);
    };
    const [r, s] = [integer(signature.subarray(0, 32)), integer(signature.subarray(32))];
    const der = Buffer.concat([Buffer.from([0x30, r.length + s.length]), r, s]);
    const publicPem = execFileSync('openssl', ['pkey', '-in', file('key.pem', key.pem), '-pubout']);
    const publicDer = execFileSync('openssl', ['pkey', '-pubin', '-outform', 'DER'], { input: publicPem });
    expect(publicDer).toEqual(key.spki);
    const said = execFileSync('openssl', [
      ...['pkeyutl', '-verify', '-pubin', '-inkey', file('public.pem', publicPem)],
      ...['-in', file('message', message), '-sigfile', file('signature', der)],
      ...['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'],
    ]);
    expect(said.toString()).toContain('Signature Verified Successfully');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
