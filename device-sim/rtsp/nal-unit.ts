/** NAL unit types of H.264, table 7-1, that are told apart here. */
export const NalType = { slice: 1, idr: 5, sei: 6, sps: 7, pps: 8, accessUnitDelimiter: 9 } as const;

/** `nal_unit_type` of a NAL unit; 0 for an empty one. */
export function nalTypeOf(nalUnit: Uint8Array): number {
  return (nalUnit[0] ?? 0) & 0x1f;
}

/** Whether the NAL unit holds (part of) a coded slice: types 1 to 5. */
export function isSlice(nalUnit: Uint8Array): boolean {
  const type = nalTypeOf(nalUnit);
  return type >= NalType.slice && type <= NalType.idr;
}

/**
 * Whether a NAL unit that follows a slice begins the next access unit (H.264, 7.4.1.2.3). A slice does when its `first_mb_in_slice`
 * is 0: an Exp-Golomb zero is a single 1 bit, the highest of the byte after the header.
 */
export function beginsAccessUnit(nalUnit: Uint8Array): boolean {
  const type = nalTypeOf(nalUnit);
  if (isSlice(nalUnit)) return ((nalUnit[1] ?? 0) & 0x80) !== 0;
  return (type >= NalType.sei && type <= NalType.accessUnitDelimiter) || (type >= 14 && type <= 18);
}
