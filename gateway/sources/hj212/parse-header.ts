import { AMPERSAND, BLANK, EQUALS, NINE, SEMICOLON, ZERO, byteAt, word, wordAt } from './ascii.js';
import { type FrameHeader, type RefusedFrame, refuseFrame } from './hj212-frame.js';
import type { Span } from './span.js';

const HIGHEST_FLAG = 0xff;
const MAX_DIGITS = 5;
const CN_DIGITS = 4;
const MISSING = -1;
const INVALID = -2;
const CP = word('CP');
const ONE = 0x31;

/** Fields of the header in an order of our own, each with its word: the place is its bit among those seen. */
const FIELDS = ['QN', 'ST', 'CN', 'PW', 'MN', 'Flag', 'PNUM', 'PNO', 'RF'] as const;
const [QN, ST, CN, PW, MN, FLAG, PNUM, PNO, RF] = FIELDS.map((name) => word(name)) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];
const BIT_OF = new Map([QN, ST, CN, PW, MN, FLAG, PNUM, PNO, RF].map((name, index) => [name, 1 << index]));

/** A header while it is read. */
type Draft = { -readonly [Field in keyof FrameHeader]: FrameHeader[Field] };

/** Whole number of one to five digits; INVALID when it is none, MISSING when there is nothing. */
function numberAt(bytes: Uint8Array, start: number, end: number): number {
  if (end === start) return MISSING;
  if (end - start > MAX_DIGITS) return INVALID;
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const byte = byteAt(bytes, at);
    if (byte < ZERO || byte > NINE) return INVALID;
    value = value * 10 + (byte - ZERO);
  }
  return value;
}

function spanOf(start: number, end: number): Span | null {
  return end > start ? { start, end } : null;
}

function setField(draft: Draft, name: number, bytes: Uint8Array, start: number, end: number): void {
  switch (name) {
    case QN:
      draft.qn = spanOf(start, end);
      return;
    case ST:
      draft.st = spanOf(start, end);
      return;
    case PW:
      draft.pw = spanOf(start, end);
      return;
    case MN:
      draft.mn = spanOf(start, end);
      return;
    case CN:
      draft.cn = end - start === CN_DIGITS ? numberAt(bytes, start, end) : INVALID;
      return;
    case FLAG:
      draft.flag = numberAt(bytes, start, end);
      return;
    case PNUM:
      draft.packetCount = numberAt(bytes, start, end);
      return;
    case PNO:
      draft.packetNumber = numberAt(bytes, start, end);
      return;
    case RF:
      draft.isBackfill = end - start === 1 && byteAt(bytes, start) === ONE;
      return;
    default: // whatever a maker adds
  }
}

function checked(draft: Draft): FrameHeader | RefusedFrame {
  if (draft.cn < 0) return refuseFrame('header-invalid', 'CN is not four digits');
  if (draft.flag === INVALID || draft.flag > HIGHEST_FLAG)
    return refuseFrame('header-invalid', 'Flag is not a number from 0 to 255');
  if (draft.packetCount === INVALID || draft.packetNumber === INVALID)
    return refuseFrame('header-invalid', 'PNUM or PNO is not a number');
  return draft;
}

/**
 * Reads the header of a data segment, which ends where `CP=&&` begins (HJ 212-2017, 6.3.2). CN alone is required: devices in the field
 * leave out Flag, shorten QN, double the `;` or put blanks around names. What is there must be well formed.
 *
 * @param start where the segment begins
 * @param end where it ends, exclusive
 */
export function parseHeader(bytes: Uint8Array, start: number, end: number): FrameHeader | RefusedFrame {
  const draft: Draft = {
    qn: null,
    st: null,
    pw: null,
    mn: null,
    cn: MISSING,
    flag: MISSING,
    packetCount: MISSING,
    packetNumber: MISSING,
    isBackfill: false,
    parameters: { start, end: start },
  };
  let seen = 0;
  let at = start;
  for (let field = 1; at < end; field += 1) {
    while (at < end && byteAt(bytes, at) === BLANK) at += 1;
    const nameStart = at;
    while (at < end && byteAt(bytes, at) !== EQUALS && byteAt(bytes, at) !== SEMICOLON) at += 1;
    if (at >= end || byteAt(bytes, at) === SEMICOLON) {
      if (at > nameStart) return refuseFrame('header-invalid', `header field ${field} is not NAME=VALUE`);
      at += 1; // some makers double the `;`
      continue;
    }
    let nameEnd = at;
    while (nameEnd > nameStart && byteAt(bytes, nameEnd - 1) === BLANK) nameEnd -= 1;
    if (nameEnd === nameStart) return refuseFrame('header-invalid', `header field ${field} is not NAME=VALUE`);
    const name = wordAt(bytes, nameStart, nameEnd);
    at += 1;
    if (name === CP) {
      // The segment ends in `CP=&&...&&`.
      const isClosed = end - at >= 4 && byteAt(bytes, end - 1) === AMPERSAND && byteAt(bytes, end - 2) === AMPERSAND;
      if (!isClosed || byteAt(bytes, at) !== AMPERSAND || byteAt(bytes, at + 1) !== AMPERSAND) break;
      draft.parameters = { start: at + 2, end: end - 2 };
      return checked(draft);
    }
    const bit = BIT_OF.get(name) ?? 0;
    if ((seen & bit) !== 0)
      return refuseFrame('header-invalid', `header field ${FIELDS[31 - Math.clz32(bit)] ?? ''} is given twice`);
    seen |= bit;
    while (at < end && byteAt(bytes, at) === BLANK) at += 1;
    const valueStart = at;
    while (at < end && byteAt(bytes, at) !== SEMICOLON) at += 1;
    let valueEnd = at;
    while (valueEnd > valueStart && byteAt(bytes, valueEnd - 1) === BLANK) valueEnd -= 1;
    setField(draft, name, bytes, valueStart, valueEnd);
    at += 1;
  }
  return refuseFrame('parameters-invalid', 'the segment does not end in CP=&&...&&');
}
