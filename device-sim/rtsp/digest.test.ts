import { expect, test } from 'vitest';
import { digestResponse, isAuthorised } from './digest.js';

// RFC 2617, 3.5.
const mufasa = { username: 'Mufasa', password: 'Circle Of Life' };
const request = {
  realm: 'testrealm@host.com',
  nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
  method: 'GET',
  uri: '/dir/index.html',
};
const rfcHeader =
  'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", uri="/dir/index.html",' +
  ' qop=auth, nc=00000001, cnonce="0a4f113b", response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41"';

function plainHeader(response: string): string {
  return `Digest username="Mufasa", realm="${request.realm}", nonce="${request.nonce}", uri="${request.uri}", response="${response}"`;
}

test("the RFC's own example is accepted", () => {
  expect(isAuthorised(rfcHeader, mufasa, request)).toBe(true);
});

test('an answer without qop is accepted', () => {
  expect(isAuthorised(plainHeader(digestResponse(mufasa, request)), mufasa, request)).toBe(true);
});

test.each([
  ['no header', undefined, request],
  ['another scheme', 'Basic TXVmYXNhOng=', request],
  ['no parameters', 'Digest', request],
  ['an empty response', plainHeader(''), request],
  ['a wrong password', plainHeader(digestResponse({ ...mufasa, password: 'Circle of Life' }, request)), request],
  ['another method', rfcHeader, { ...request, method: 'PLAY' }],
  ['another address', rfcHeader, { ...request, uri: '/other' }],
  ['a nonce that is not ours', rfcHeader, { ...request, nonce: 'ffff' }],
])('%s is not accepted', (_name, header, asked) => {
  expect(isAuthorised(header, mufasa, asked)).toBe(false);
});
