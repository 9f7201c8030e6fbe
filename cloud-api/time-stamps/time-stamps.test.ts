import { join } from 'node:path';
import { EvidenceProof } from '@lamppost/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hasOpenSsl, startOpenSslAuthority, type OpenSslAuthority } from '../testing/openssl-authority.js';
import { writePackage } from '../testing/sealed-package.js';
import { readCounter, startTestCloud, uploadPackage } from '../testing/test-cloud.js';
import { readRoots } from './certificate-path.js';
import { checkTimeStamp } from './check-time-stamp.js';
import { requestTimeStamp } from './request-time-stamp.js';
import { readTimeStampReply } from './time-stamp-query.js';

const DIGEST = 'ab'.repeat(32);
const forever = new AbortController().signal;

// Skipped where openssl is missing, which plays the authority.
describe.skipIf(!hasOpenSsl)('a time stamp', () => {
  let authority: OpenSslAuthority;
  let stranger: OpenSslAuthority;
  beforeAll(async () => {
    authority = await startOpenSslAuthority();
    stranger = await startOpenSslAuthority('RSA');
  });
  afterAll(async () => {
    await authority.close();
    await stranger.close();
  });

  test.each(['EC', 'RSA'])('of an authority with a key of %s is asked for and checked', async (algorithm) => {
    const one = algorithm === 'EC' ? authority : stranger;
    const before = Date.now();
    const asked = await requestTimeStamp({ url: one.url, roots: readRoots(one.rootsPem) }, DIGEST, forever);
    if (asked.status !== 'stamped') throw new Error(asked.detail);
    // Its time has whole seconds.
    expect(asked.atMs).toBeGreaterThan(before - 2_000);
    const token = Buffer.from(asked.token, 'base64');
    expect(checkTimeStamp({ token, digest: DIGEST, roots: readRoots(one.rootsPem) })).toEqual({
      ...{ status: 'good', atMs: asked.atMs, authority: 'CN=test stamping', isRooted: true },
    });
    expect(checkTimeStamp({ token, digest: DIGEST, roots: null })).toMatchObject({ status: 'good', isRooted: null });
  });

  test('over another digest, of another authority, or of another question is not good', () => {
    const token = authority.stamp(DIGEST);
    const roots = readRoots(authority.rootsPem);
    expect(checkTimeStamp({ token, digest: 'cd'.repeat(32), roots })).toEqual({
      ...{ status: 'bad', detail: `it is over ${DIGEST}` },
    });
    expect(checkTimeStamp({ token, digest: DIGEST, roots: readRoots(stranger.rootsPem) })).toMatchObject({
      ...{ status: 'bad', detail: 'the certificate of CN=test stamping leads to none of the roots' },
    });
    expect(checkTimeStamp({ token, digest: DIGEST, roots, nonce: Buffer.from('01020304', 'hex') })).toMatchObject({
      ...{ status: 'bad', detail: 'it answers another question' },
    });
  });

  test.each([
    ['content type', '2a864886f70d010903'],
    ['message digest', '2a864886f70d010904'],
    ['signing time', '2a864886f70d010905'],
  ])('in which the name of the signed %s does not end is bad', (_name, oid) => {
    const token = authority.stamp(DIGEST);
    const end = token.indexOf(Buffer.from(oid, 'hex')) + oid.length / 2 - 1;
    token.writeUInt8(token.readUInt8(end) | 0x80, end);
    expect(checkTimeStamp({ token, digest: DIGEST, roots: null }).status).toBe('bad');
  });

  test('with any byte changed, cut or added is not good, or says the same', () => {
    const token = authority.stamp(DIGEST);
    const roots = readRoots(authority.rootsPem);
    const good = checkTimeStamp({ token, digest: DIGEST, roots });
    expect(good.status).toBe('good');
    fc.assert(
      fc.property(
        fc.nat(token.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom('flip', 'cut', 'append'),
        (at, bits, how) => {
          const changed = Buffer.from(token);
          changed.writeUInt8(changed.readUInt8(at) ^ bits, at);
          const bytes =
            how === 'flip'
              ? changed
              : how === 'cut'
                ? token.subarray(0, at)
                : Buffer.concat([token, changed.subarray(at)]);
          const check = checkTimeStamp({ token: bytes, digest: DIGEST, roots });
          // Some bytes say nothing of it: another certificate that goes with it, for instance.
          if (check.status === 'good') expect(check).toEqual(good);
          if (how !== 'flip') expect(check.status).toBe('bad');
        },
      ),
      { numRuns: 400, seed: 20261122 },
    );
  });

  test.each([
    [503, Buffer.from('busy'), 'the authority answered 503'],
    [200, Buffer.from('no reply'), 'the answer is no TimeStampResp'],
    [200, Buffer.alloc(50_000), 'the answer is longer'],
    // PKIStatusInfo: rejection (2), with the failure badAlg
    [200, Buffer.from('3009300702010203020780', 'hex'), 'status rejection: badAlg'],
  ])('that does not come (%i) is a failure with its reason', async (status, body, words) => {
    authority.behaviour = () => ({ status, body });
    try {
      const asked = await requestTimeStamp({ url: authority.url, roots: null }, DIGEST, forever);
      expect(asked.status === 'failed' ? asked.detail : '').toContain(words);
    } finally {
      authority.behaviour = null;
    }
  });

  test('is given to each package off the way that it takes, also when the authority fails at first', async () => {
    let failures = 2;
    authority.behaviour = () => {
      failures -= 1;
      if (failures === 0) authority.behaviour = null;
      return { status: 500, body: Buffer.from('not now') };
    };
    const cloud = await startTestCloud({
      ...{ tsaUrl: authority.url, tsaRootsFile: authority.rootsFile },
      stampTimes: { pollMs: 50, firstBackoffMs: 50 },
    });
    try {
      const gateway = await cloud.enrol('pole-001');
      const sent = await writePackage(join(cloud.folder, 'sent.zip'), gateway);
      await uploadPackage(cloud.url, gateway, sent);
      const proof = await vi.waitFor(
        async () => {
          const read = EvidenceProof.parse(await (await cloud.read(`/api/v1/packages/${sent.digest}/proof`)).json());
          expect(read.timeStamps).toHaveLength(1);
          return read;
        },
        { timeout: 30_000, interval: 100 },
      );
      const token = Buffer.from(proof.timeStamps[0]?.token ?? '', 'base64');
      const roots = readRoots(authority.rootsPem);
      expect(checkTimeStamp({ token, digest: sent.digest, roots })).toMatchObject({ status: 'good' });
      expect(await readCounter(cloud, 'lamppost_cloud_time_stamps_total{result="failed"}')).toBe(2);
      expect(await readCounter(cloud, 'lamppost_cloud_time_stamps_total{result="stamped"}')).toBe(1);
    } finally {
      await cloud.close();
      cloud.remove();
    }
  });
});

test('bytes that are no answer do no harm', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(readTimeStampReply(bytes).status).toBe('refused');
      expect(checkTimeStamp({ token: bytes, digest: DIGEST, roots: null }).status).toBe('bad');
    }),
    { numRuns: 300, seed: 20261122 },
  );
});

test.each(['', 'no PEM', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])(
  'roots that can not be read are told (%j)',
  (pem) => {
    expect(() => readRoots(pem)).toThrow('certificate');
  },
);
