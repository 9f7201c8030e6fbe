import { MANIFEST_ENTRY } from '@lamppost/contracts';
import { z } from 'zod';
import { packageEntries } from './package-entries.js';

const Listed = z.object({ files: z.array(z.object({ path: z.string(), role: z.string() })) });

/** Bytes of a package before its first clip, of all of it where it has none: manifest, signature, pictures and readings. */
export function headBytesOf(zip: Buffer): number {
  let clips: ReadonlySet<string> | null = null;
  for (const { name, at, bytes } of packageEntries(zip)) {
    if (name === MANIFEST_ENTRY) clips = clipsIn(bytes);
    if (clips?.has(name) === true) return at;
  }
  return zip.length;
}

function clipsIn(manifest: Buffer): ReadonlySet<string> {
  const { files } = Listed.parse(JSON.parse(manifest.toString('utf8')));
  return new Set(files.filter(({ role }) => role === 'clip').map(({ path }) => path));
}
