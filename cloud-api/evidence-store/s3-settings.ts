import { z } from 'zod';
import { isGuarded } from '../config/cloud-config.js';
import { readYamlFile } from '../config/read-yaml-file.js';

/** Variable of the environment that names the file. */
export const EVIDENCE_S3_VARIABLE = 'LAMPPOST_CLOUD_EVIDENCE_S3_FILE';

/** Where evidence is kept when it is not on the cloud's own disk: a bucket that S3's protocol opens. */
export const S3Settings = z.strictObject({
  /** Address of the service; left out for Amazon's own. */
  endpoint: z
    .url({ protocol: /^https?$/ })
    .refine(isGuarded, 'an https:// address')
    .optional(),
  region: z.string().min(1).default('us-east-1'),
  bucket: z.string().min(3).max(63),
  /** Set before each name, so that a bucket can be shared. */
  prefix: z
    .string()
    .regex(/^([\w.-]+\/)*$/, 'names that end with /')
    .default(''),
  /** Whether the bucket stands in the path instead of the host name, as most services outside Amazon want it. */
  pathStyle: z.boolean().default(true),
  /** Left out: what the surroundings give (variables of AWS, a role of the machine). */
  credentials: z.strictObject({ accessKeyId: z.string().min(1), secretAccessKeyFile: z.string().min(1) }).optional(),
});
export type S3Settings = z.infer<typeof S3Settings>;

/**
 * Reads the file that {@link EVIDENCE_S3_VARIABLE} names.
 *
 * @throws ConfigError with the file, the line and the mend
 */
export function readS3Settings(file: string): S3Settings {
  return readYamlFile(file, EVIDENCE_S3_VARIABLE, S3Settings);
}
