/** A request as it came, its header names in lower case. */
export interface RtspRequest {
  readonly kind: 'request';
  readonly method: string;
  /** Request URI as sent: absolute, or `*`. */
  readonly uri: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** Binary data that a client interleaved with its requests (RFC 2326, 10.12). */
export interface InterleavedData {
  readonly kind: 'interleaved';
  readonly channel: number;
  readonly payload: Buffer;
}

/** What can't be understood; nothing after it can be trusted, so the connection should be closed. */
export interface MalformedInput {
  readonly kind: 'malformed';
  readonly reason: string;
  /** CSeq of the request if it was seen, else null. */
  readonly cseq: string | null;
}

export type RtspInput = RtspRequest | InterleavedData | MalformedInput;

/** Longest request line with headers; real ones stay below 2 KiB. */
const MAX_HEAD_BYTES = 16 * 1024;
/** Longest body; clients send none but the few bytes of GET_PARAMETER. */
const MAX_BODY_BYTES = 16 * 1024;
const INTERLEAVED_MARK = 0x24; // $
const INTERLEAVED_HEADER_BYTES = 4;
const END_OF_HEAD = '\r\n\r\n';

interface RequestHead {
  readonly method: string;
  readonly uri: string;
  readonly headers: ReadonlyMap<string, string>;
}

function parseHead(text: string): RequestHead | MalformedInput {
  const [requestLine = '', ...headerLines] = text.split('\r\n');
  const headers = new Map<string, string>();
  let badLine: string | null = null;
  for (const line of headerLines) {
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:(.*)$/s.exec(line) ?? [];
    if (name === undefined || value === undefined) badLine ??= 'a header line without a name and a colon';
    else headers.set(name.toLowerCase(), value.trim());
  }
  const cseq = headers.get('cseq') ?? null;
  const [, method, uri] = /^([A-Z_]{1,32}) (\S{1,2048}) RTSP\/1\.\d$/.exec(requestLine) ?? [];
  if (method === undefined || uri === undefined)
    return { kind: 'malformed', reason: 'the first line is not "METHOD address RTSP/1.0"', cseq };
  if (badLine !== null) return { kind: 'malformed', reason: badLine, cseq };
  if (cseq === null || !/^\d{1,10}$/.test(cseq))
    return { kind: 'malformed', reason: 'no CSeq header with a number', cseq: null };
  return { method, uri, headers };
}

/** Cuts what a client sends over one RTSP connection into requests and interleaved data. Memory stays bounded whatever comes. */
export class RtspParser {
  #buffered = Buffer.alloc(0);
  #isBroken = false;

  /** Takes the next bytes and returns what became whole. After malformed input nothing more is returned. */
  push(chunk: Uint8Array): RtspInput[] {
    const inputs: RtspInput[] = [];
    if (this.#isBroken) return inputs;
    this.#buffered = Buffer.concat([this.#buffered, chunk]);
    for (let next = this.#takeNext(); next !== null; next = this.#takeNext()) {
      inputs.push(next);
      if (next.kind === 'malformed') {
        this.#isBroken = true;
        this.#buffered = Buffer.alloc(0);
        break;
      }
    }
    return inputs;
  }

  #takeNext(): RtspInput | null {
    if (this.#buffered[0] === INTERLEAVED_MARK) return this.#takeInterleaved();
    // Empty lines between requests are let pass, as HTTP servers do (RFC 2616, 4.1).
    let start = 0;
    while (this.#buffered[start] === 0x0d || this.#buffered[start] === 0x0a) start += 1;
    if (start > 0) {
      this.#buffered = this.#buffered.subarray(start);
      return this.#takeNext();
    }
    return this.#takeRequest();
  }

  #takeInterleaved(): InterleavedData | null {
    if (this.#buffered.length < INTERLEAVED_HEADER_BYTES) return null;
    const end = INTERLEAVED_HEADER_BYTES + this.#buffered.readUInt16BE(2);
    if (this.#buffered.length < end) return null;
    const channel = this.#buffered.readUInt8(1);
    const payload = Buffer.from(this.#buffered.subarray(INTERLEAVED_HEADER_BYTES, end));
    this.#buffered = this.#buffered.subarray(end);
    return { kind: 'interleaved', channel, payload };
  }

  #takeRequest(): RtspRequest | MalformedInput | null {
    const headEnd = this.#buffered.indexOf(END_OF_HEAD);
    if (headEnd > MAX_HEAD_BYTES || (headEnd === -1 && this.#buffered.length > MAX_HEAD_BYTES + END_OF_HEAD.length))
      return { kind: 'malformed', reason: 'the headers are too long', cseq: null };
    if (headEnd === -1) return null;
    const head = parseHead(this.#buffered.toString('latin1', 0, headEnd));
    if ('kind' in head) return head;
    const lengthText = head.headers.get('content-length') ?? '0';
    if (!/^\d{1,9}$/.test(lengthText) || Number(lengthText) > MAX_BODY_BYTES)
      return {
        kind: 'malformed',
        reason: 'Content-Length is no number, or too large',
        cseq: head.headers.get('cseq') ?? null,
      };
    const bodyStart = headEnd + END_OF_HEAD.length;
    const bodyEnd = bodyStart + Number(lengthText);
    if (this.#buffered.length < bodyEnd) return null;
    const body = Buffer.from(this.#buffered.subarray(bodyStart, bodyEnd));
    this.#buffered = this.#buffered.subarray(bodyEnd);
    return { kind: 'request', ...head, body };
  }
}
