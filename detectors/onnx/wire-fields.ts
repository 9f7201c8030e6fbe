import protobuf from 'protobufjs';

/** Wire type of strings, bytes and messages: https://protobuf.dev/programming-guides/encoding/ */
const LENGTH_DELIMITED = 2;

/** Where one field of a protobuf message lies in its bytes. */
export interface WireField {
  readonly id: number;
  readonly isDelimited: boolean;
  /** First byte of the tag. */
  readonly start: number;
  /** First byte of the value, after the length of a delimited one. */
  readonly valueStart: number;
  readonly end: number;
}

/**
 * Lists the fields of a message without reading their values: weights of hundreds of megabytes stay where they are.
 *
 * @throws Error when the bytes are no message, or end within a field
 */
export function wireFields(bytes: Uint8Array, start = 0, end = bytes.length): WireField[] {
  const reader = protobuf.Reader.create(bytes.subarray(0, end));
  reader.pos = start;
  const fields: WireField[] = [];
  while (reader.pos < end) {
    const fieldStart = reader.pos;
    const tag = reader.uint32();
    const isDelimited = (tag & 7) === LENGTH_DELIMITED;
    const length = isDelimited ? reader.uint32() : 0;
    const valueStart = reader.pos;
    if (isDelimited) reader.skip(length);
    else reader.skipType(tag & 7);
    fields.push({ id: tag >>> 3, isDelimited, start: fieldStart, valueStart, end: reader.pos });
  }
  return fields;
}
