import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants, crc32 } from 'node:zlib';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

const QUALITY = 5;

/** Packs the bytes of a group, in a thread of zlib's. */
export async function packGroup(raw: Buffer): Promise<Buffer> {
  return compress(raw, {
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length },
  });
}

/**
 * Unpacks the bytes of a group, in a thread of zlib's.
 *
 * @throws Error when they are not what was packed
 */
export async function unpackGroup(
  packed: Buffer,
  { crc, rawBytes }: { crc: number; rawBytes: number },
): Promise<Buffer> {
  if (crc32(packed) !== crc) throw new RangeError('its checksum is wrong');
  return decompress(packed, { maxOutputLength: Math.max(1, rawBytes) });
}
