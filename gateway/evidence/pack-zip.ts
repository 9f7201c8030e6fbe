import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** One entry of a ZIP. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Packs entries into a ZIP, stored and not deflated (pictures don't shrink), in the order given. The same entries always give the
 * same bytes, in every time zone: a ZIP's own times say nothing that the manifest doesn't say better.
 */
export async function packZip(entries: readonly ZipEntry[]): Promise<Buffer> {
  const zip = new ZipFile();
  // The DOS time of an entry is written from the local fields of the date, so the date is made from local fields too.
  const mtime = new Date(2000, 0, 1);
  for (const { name, bytes } of entries)
    zip.addBuffer(bytes, name, { mtime, mode: 0o100644, compress: false, forceDosTimestamp: true });
  zip.end();
  return buffer(zip.outputStream);
}
