import type { PackageMedia } from './seal-package.js';

/** Puts clips behind all else, in their order: over a metered line what is before them goes first. */
export function clipsLast(media: readonly PackageMedia[]): PackageMedia[] {
  return [...media.filter(({ role }) => role !== 'clip'), ...media.filter(({ role }) => role === 'clip')];
}
