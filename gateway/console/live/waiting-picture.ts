/** A picture of a stream, as it came: not decoded yet. */
export interface WaitingPicture {
  /** Its time stamp, seconds. */
  readonly pts: number;
  readonly parts: readonly Uint8Array[];
}

/** Start code of a sequence, with which a picture begins that needs no other. */
const SEQUENCE_START = [0x00, 0x00, 0x01, 0xb3];

/** Whether a picture needs no other. */
export function isEntry({ parts: [first] }: WaitingPicture): boolean {
  return first !== undefined && SEQUENCE_START.every((byte, at) => first[at] === byte);
}
