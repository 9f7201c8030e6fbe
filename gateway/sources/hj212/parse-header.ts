import { refuseFrame } from './hj212-frame.js';
import type { Hj212Flag, Hj212Frame, ParsedFrame } from './hj212-frame.js';

type Header = Omit<Hj212Frame, 'items'>;

/** The header of a segment, or why it is none. */
export type ParsedHeader =
  { readonly status: 'ok'; readonly header: Header } | (ParsedFrame & { readonly status: 'refused' });

const HIGHEST_FLAG = 0xff;

function splitFields(text: string): Map<string, string> | { readonly fault: string } {
  const fields = new Map<string, string>();
  for (const [index, field] of text.split(';').entries()) {
    if (field === '') continue; // the header ends in `;`, and some makers double it
    const equals = field.indexOf('=');
    if (equals < 1) return { fault: `header field ${index + 1} is not NAME=VALUE` };
    const name = field.slice(0, equals).trim().toUpperCase();
    if (fields.has(name)) return { fault: `header field ${name} is given twice` };
    fields.set(name, field.slice(equals + 1).trim());
  }
  return fields;
}

/** Null when left out or empty, NaN when it is no number. */
function toNumber(text: string | null): number | null {
  if (text === null) return null;
  return /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
}

function toFlag(bits: number | null): Hj212Flag | null {
  if (bits === null) return null;
  // HJ 212-2017: V5 V4 V3 V2 V1 V0 D A
  return { version: bits >> 2, hasPacketNumbers: (bits & 2) !== 0, needsAcknowledgement: (bits & 1) !== 0 };
}

/**
 * Reads the header of a data segment, the text before `CP=` (HJ 212-2017). CN alone is required: devices in the field leave out
 * Flag and shorten QN. What is there must be well formed.
 */
export function parseHeader(text: string): ParsedHeader {
  const fields = splitFields(text);
  if (!(fields instanceof Map)) return refuseFrame('header-invalid', fields.fault);
  const field = (name: string) => {
    const value = fields.get(name);
    return value === undefined || value === '' ? null : value;
  };
  const cn = field('CN');
  if (cn === null || !/^\d{4}$/.test(cn)) return refuseFrame('header-invalid', 'CN is not four digits');
  const flag = toNumber(field('FLAG'));
  if (flag !== null && !(flag <= HIGHEST_FLAG))
    return refuseFrame('header-invalid', 'Flag is not a number from 0 to 255');
  const packetCount = toNumber(field('PNUM'));
  const packetNumber = toNumber(field('PNO'));
  if (Number.isNaN(packetCount) || Number.isNaN(packetNumber))
    return refuseFrame('header-invalid', 'PNUM or PNO is not a number');
  return {
    status: 'ok',
    header: {
      qn: field('QN'),
      st: field('ST'),
      cn,
      password: field('PW'),
      mn: field('MN'),
      flag: toFlag(flag),
      packetCount,
      packetNumber,
      isBackfill: field('RF') === '1',
    },
  };
}
