import { readFileSync } from 'node:fs';
import type { CloudConfig } from '../config/cloud-config.js';
import { ConfigError } from '../config/config-error.js';
import { readRoots } from './certificate-path.js';
import type { TimeStampAuthority } from './request-time-stamp.js';

/** The time-stamping authority of the configuration; null when there is none. @throws ConfigError naming the file that can't be used */
export function readAuthority({
  tsaUrl,
  tsaRootsFile,
}: Pick<CloudConfig, 'tsaUrl' | 'tsaRootsFile'>): TimeStampAuthority | null {
  if (tsaUrl === null) return null;
  if (tsaRootsFile === null) return { url: tsaUrl, roots: null };
  try {
    return { url: tsaUrl, roots: readRoots(readFileSync(tsaRootsFile, 'utf8')) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(
      `LAMPPOST_CLOUD_TSA_ROOTS_FILE names ${tsaRootsFile}, which can't be used (${reason}): give a PEM file with the root certificates of the authority`,
      { cause },
    );
  }
}
