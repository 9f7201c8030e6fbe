import { readFile } from 'node:fs/promises';
import { readRoots, type ReadCertificate } from '../time-stamps/certificate-path.js';
import { VerifyUsageError } from './verify-options.js';

/** Reads the roots of time-stamping authorities. @throws VerifyUsageError naming what is wrong with the file */
export async function readTsaRoots(file: string): Promise<readonly ReadCertificate[]> {
  try {
    return readRoots(await readFile(file, 'utf8'));
  } catch (error) {
    throw new VerifyUsageError(
      `${file} cannot be read as PEM of root certificates: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
