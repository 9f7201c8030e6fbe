import { readFileSync } from 'node:fs';
import { Slug } from '@lamppost/contracts';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ConfigError } from './config-error.js';

/** A one-time code, bound to the gateway that may use it. */
export const EnrolmentCode = z.strictObject({ gatewayId: Slug, code: z.string().min(16).max(128) });
export type EnrolmentCode = z.infer<typeof EnrolmentCode>;

const EnrolmentFile = z.array(EnrolmentCode).max(100_000);
const MEND = 'write a list, each entry with a gatewayId and a code of 16 to 128 characters in quotes';

/**
 * Reads the list of enrolment codes.
 *
 * @throws ConfigError with the file, the line and the mend
 */
export function readEnrolmentFile(file: string): readonly EnrolmentCode[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(
      `LAMPPOST_CLOUD_ENROLMENT_FILE names ${file}, which can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): make the file, or leave the variable out`,
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [fault] = document.errors;
  if (fault !== undefined)
    throw new ConfigError(`${file} line ${lines.linePos(fault.pos[0]).line}: it is not YAML (${fault.code}): ${MEND}`);

  const parsed = EnrolmentFile.safeParse(document.toJS() ?? []);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  let line = 1;
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    const range = (node as { range?: [number, number, number] } | undefined)?.range;
    if (range !== undefined) {
      line = lines.linePos(range[0]).line;
      break;
    }
  }
  // The value is not quoted: it may be a code.
  throw new ConfigError(`${file} line ${line}: ${path.join('.') || 'the file'} is not as expected: ${MEND}`);
}
