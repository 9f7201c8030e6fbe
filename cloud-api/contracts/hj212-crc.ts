const POLYNOMIAL = 0xa001;
const STRIDE = 8;

/** The register after one byte, for each value of its high half taken against that byte. */
const TABLE = Uint16Array.from({ length: 256 }, (_, start) => {
  let crc = start;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >> 1) ^ POLYNOMIAL : crc >> 1;
  return crc;
});

// Only the high half of the register goes into the next byte, and the table is linear over XOR. So eight bytes can be looked up at once:
// each in the table that is applied to itself as often as bytes follow it.
const HIGH = Uint8Array.from(TABLE, (crc) => crc >> 8);
function appliedTo(times: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, start) => {
    let value = start;
    for (let time = 0; time < times; time += 1) value = HIGH[value] ?? 0;
    return value;
  });
}
const [HIGH2, HIGH3, HIGH4, HIGH5, HIGH6, HIGH7, HIGH8] = [2, 3, 4, 5, 6, 7, 8].map(appliedTo) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

/** A byte of a table or a message; the index is in range wherever this is called. */
function at(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

/**
 * CRC of HJ 212 (2005, 2017 and 2025, appendix A) over the data segment alone. It is not CRC-16/Modbus: the byte is taken against the
 * high half of the register, which is shifted first. `"123456789"` gives `2F80`.
 *
 * @param bytes the segment, or what holds it
 * @param start where the segment begins in `bytes`
 * @param end where it ends, exclusive
 * @returns 16-bit unsigned integer
 */
export function hj212Crc(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
  if (end <= start) return 0xffff;
  const last = end - 1;
  let high = 0xff;
  let index = start;
  for (const stop = last - STRIDE; index <= stop; index += STRIDE)
    high =
      at(HIGH8, high ^ at(bytes, index)) ^
      at(HIGH7, at(bytes, index + 1)) ^
      at(HIGH6, at(bytes, index + 2)) ^
      at(HIGH5, at(bytes, index + 3)) ^
      at(HIGH4, at(bytes, index + 4)) ^
      at(HIGH3, at(bytes, index + 5)) ^
      at(HIGH2, at(bytes, index + 6)) ^
      at(HIGH, at(bytes, index + 7));
  for (; index < last; index += 1) high = at(HIGH, high ^ at(bytes, index));
  return TABLE[high ^ at(bytes, last)] ?? 0;
}
