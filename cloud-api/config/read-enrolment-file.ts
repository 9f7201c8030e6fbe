import { Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { readYamlFile } from './read-yaml-file.js';

/** A one-time code, bound to the gateway that may use it. */
export const EnrolmentCode = z.strictObject({ gatewayId: Slug, code: z.string().min(16).max(128) });
export type EnrolmentCode = z.infer<typeof EnrolmentCode>;

const EnrolmentFile = z.preprocess((list) => list ?? [], z.array(EnrolmentCode).max(100_000));
const MEND = 'write a list, each entry with a gatewayId and a code of 16 to 128 characters in quotes';

/**
 * Reads the list of enrolment codes.
 *
 * @throws ConfigError with the file, the line and the mend
 */
export function readEnrolmentFile(file: string): readonly EnrolmentCode[] {
  return readYamlFile(file, 'LAMPPOST_CLOUD_ENROLMENT_FILE', EnrolmentFile, MEND);
}
