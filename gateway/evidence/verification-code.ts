import { createHash } from 'node:crypto';
import type { PackageMedia } from './seal-package.js';

/** Hex digits of the code: few enough to be compared by eye. */
const DIGITS = 16;

/**
 * The code that stands in a package's composite picture (防伪码): the first 16 hex digits of the SHA-256 over the SHA-256 of each original, in
 * the order of the package, each as 64 hex digits and a line feed. So a picture on paper is held against the package that it was made of.
 */
export function verificationCode(media: readonly Pick<PackageMedia, 'bytes' | 'derivedFrom'>[]): string {
  const originals = media.filter(({ derivedFrom }) => derivedFrom === null);
  const digests = originals.map(({ bytes }) => `${createHash('sha256').update(bytes).digest('hex')}\n`);
  return createHash('sha256').update(digests.join('')).digest('hex').slice(0, DIGITS);
}
