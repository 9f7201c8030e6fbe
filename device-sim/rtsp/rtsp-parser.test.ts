import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RtspParser, type RtspInput } from './rtsp-parser.js';

const requestBytes = fc
  .record({
    method: fc.constantFrom('OPTIONS', 'DESCRIBE', 'GET_PARAMETER'),
    path: fc.stringMatching(/^[a-z0-9/-]{0,20}$/),
    cseq: fc.nat(99999),
    body: fc.uint8Array({ maxLength: 40 }),
  })
  .map(({ method, path, cseq, body }) => ({
    bytes: Buffer.concat([
      Buffer.from(
        `${method} rtsp://127.0.0.1/${path} RTSP/1.0\r\nCSeq: ${cseq}\r\nContent-Length:${body.length}\r\n\r\n`,
      ),
      body,
    ]),
    input: {
      kind: 'request',
      method,
      uri: `rtsp://127.0.0.1/${path}`,
      headers: new Map([
        ['cseq', String(cseq)],
        ['content-length', String(body.length)],
      ]),
      body: Buffer.from(body),
    } satisfies RtspInput,
  }));
const interleavedBytes = fc.tuple(fc.nat(255), fc.uint8Array({ maxLength: 40 })).map(([channel, payload]) => ({
  bytes: Buffer.concat([Buffer.from([0x24, channel, 0, payload.length]), payload]),
  input: { kind: 'interleaved', channel, payload: Buffer.from(payload) } satisfies RtspInput,
}));

test('requests and interleaved data come out the same however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(requestBytes, interleavedBytes), { maxLength: 6 }),
      fc.array(fc.nat(600), { maxLength: 12 }),
      (sent, cuts) => {
        const bytes = Buffer.concat(sent.map((item) => item.bytes));
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
        const parser = new RtspParser();
        const got = places.flatMap((place, index) => parser.push(bytes.subarray(places[index - 1] ?? 0, place)));
        expect(got).toEqual(sent.map((item) => item.input));
      },
    ),
  );
});

test.each([
  ['HTTP', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a line without a colon', 'OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nnonsense\r\n\r\n'],
  ['no CSeq', 'OPTIONS * RTSP/1.0\r\nAccept: x\r\n\r\n'],
  ['a CSeq that is no number', 'OPTIONS * RTSP/1.0\r\nCSeq: one\r\n\r\n'],
  ['a length that is no number', 'OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: -1\r\n\r\n'],
  ['a length that is too large', 'OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 999999999\r\n\r\n'],
  ['endless headers', `OPTIONS * RTSP/1.0\r\nX: ${'x'.repeat(20_000)}`],
  ['a space in the address', 'OPTIONS rtsp://a b RTSP/1.0\r\nCSeq: 1\r\n\r\n'],
])('%s is malformed, and nothing after it is read', (_name, text) => {
  const parser = new RtspParser();
  expect(parser.push(Buffer.from(text))).toMatchObject([{ kind: 'malformed' }]);
  expect(parser.push(Buffer.from('OPTIONS * RTSP/1.0\r\nCSeq: 2\r\n\r\n'))).toEqual([]);
});

test('random bytes never throw', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }), (chunks) => {
      const parser = new RtspParser();
      for (const chunk of chunks) parser.push(chunk);
    }),
  );
});
