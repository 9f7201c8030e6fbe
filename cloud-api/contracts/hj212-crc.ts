/**
 * CRC of HJ 212 (2005, 2017 and 2025, appendix A) over the data segment alone. It is not CRC-16/Modbus: the byte is taken against the
 * high half of the register, which is shifted first. `"123456789"` gives `2F80`.
 *
 * @returns 16-bit unsigned integer
 */
export function hj212Crc(segment: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of segment) {
    crc = (crc >> 8) ^ byte;
    for (let bit = 0; bit < 8; bit += 1) {
      const carry = crc & 1;
      crc >>= 1;
      if (carry === 1) crc ^= 0xa001;
    }
  }
  return crc;
}
