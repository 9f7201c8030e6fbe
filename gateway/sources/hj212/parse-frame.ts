import { hj212Crc } from '@lamppost/contracts';
import { SEGMENT_AT } from './cut-frames.js';
import { refuseFrame } from './hj212-frame.js';
import type { CommandParameter, ParsedFrame } from './hj212-frame.js';
import { isEncrypted } from './is-encrypted.js';
import { parseHeader } from './parse-header.js';

// The segment ends in `CP=&&...&&`; behind it stand four hex digits of CRC, then CR LF.
const PARAMETERS_START = 'CP=&&';
const PARAMETERS_END = '&&';
const AFTER_SEGMENT_BYTES = 6;
const HEX_DIGITS = 4;

/** One character a byte, so that positions in text and bytes are the same. */
function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

// HJ 212-2017: `;` parts items, `,` parts the parameters of one item.
function splitParameters(text: string): CommandParameter[][] | null {
  const items: CommandParameter[][] = [];
  for (const item of text.split(';')) {
    if (item.trim() === '') continue; // a closing `;`
    const parameters: CommandParameter[] = [];
    for (const parameter of item.split(',')) {
      if (parameter.trim() === '') continue;
      const equals = parameter.indexOf('=');
      if (equals < 1) return null;
      parameters.push({ name: parameter.slice(0, equals).trim(), value: parameter.slice(equals + 1).trim() });
    }
    if (parameters.length > 0) items.push(parameters);
  }
  return items;
}

function checkCrc(segment: Uint8Array, sent: string): (ParsedFrame & { status: 'refused' }) | null {
  if (!/^[0-9A-Fa-f]{4}$/.test(sent)) return refuseFrame('crc-not-hex', 'the CRC is not four hex digits');
  const computed = hj212Crc(segment);
  if (Number.parseInt(sent, 16) === computed) return null;
  const expected = computed.toString(16).toUpperCase().padStart(HEX_DIGITS, '0');
  return refuseFrame('crc-mismatch', `the CRC is ${sent.toUpperCase()}, where the segment has ${expected}`);
}

function parseSegment(segment: Uint8Array, crc: string): ParsedFrame {
  const text = toText(segment);
  const start = text.indexOf(PARAMETERS_START);
  const end = text.length - PARAMETERS_END.length;
  const parametersAt = start + PARAMETERS_START.length;
  const hasParameters = start >= 0 && end >= parametersAt && text.endsWith(PARAMETERS_END);
  const header = hasParameters ? parseHeader(text.slice(0, start)) : null;

  // HJ 212-2025: the CRC is taken before the encryption, so that of a cipher can't be checked without the key.
  if (header?.status === 'ok' && isEncrypted(header.header, segment.subarray(parametersAt, end)))
    return refuseFrame('encrypted', 'the parameters are encrypted (SM4), and no key is set for this device');

  const crcFault = checkCrc(segment, crc);
  if (crcFault !== null) return crcFault;
  if (header === null) return refuseFrame('parameters-invalid', 'the segment does not end in CP=&&...&&');
  if (header.status === 'refused') return header;
  const items = splitParameters(text.slice(parametersAt, end));
  if (items === null) return refuseFrame('parameters-invalid', 'a parameter is not NAME=VALUE');
  return { status: 'ok', frame: { ...header.header, items } };
}

/**
 * Reads one HJ 212 frame (2005, 2017 and 2025), from `##` to CR LF, as {@link cutFrames} gives it. Never throws. A frame with a wrong
 * CRC is refused, not mended.
 */
export function parseFrame(bytes: Uint8Array): ParsedFrame {
  const head = toText(bytes.subarray(0, SEGMENT_AT));
  if (!head.startsWith('##')) return refuseFrame('preamble-missing', 'the frame does not start with ##');
  const declared = head.slice('##'.length);
  if (!/^\d{4}$/.test(declared)) return refuseFrame('length-invalid', 'no four digits of length follow the ##');
  const segmentEnd = SEGMENT_AT + Number(declared);
  const expected = segmentEnd + AFTER_SEGMENT_BYTES;
  if (bytes.length !== expected)
    return refuseFrame(
      'length-mismatch',
      `the frame has ${bytes.length} bytes, where its length field means ${expected}`,
    );
  const tail = toText(bytes.subarray(segmentEnd));
  if (!tail.endsWith('\r\n')) return refuseFrame('terminator-missing', 'the frame does not end in CR LF');
  return parseSegment(bytes.subarray(SEGMENT_AT, segmentEnd), tail.slice(0, HEX_DIGITS));
}
