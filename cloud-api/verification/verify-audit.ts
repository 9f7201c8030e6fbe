import { createReadStream } from 'node:fs';
import { checkAuditLines, type AuditReport } from '../audit/check-audit-lines.js';
import { VerifyUsageError } from './verify-options.js';

/** How the check of an audit log ended; `unproven`: nothing is wrong, but no head was given. */
export type AuditOutcome = 'proven' | 'wrong' | 'unproven';

function print(file: string, report: AuditReport, outcome: AuditOutcome): string {
  if (report.outcome === 'wrong') return `WRONG ${file} line ${report.line}: ${report.code}: ${report.detail}`;
  const { entries, first, last, headHash } = report;
  const start = first > 1 ? `; what came before entry ${first} is not judged` : '';
  const end =
    outcome === 'proven'
      ? '全部验证通过 All entries prove themselves.'
      : '未发现问题，但未提供末条哈希，结尾是否完整未验证 Nothing is wrong; give --head to tell whether lines are missing at the end.';
  return `ok    ${file}: ${entries} entries, ${first} to ${last}${start}, head ${headHash}\n${end}`;
}

/** The lines of a file. Nothing but a line feed ends one: a text may hold the other characters that a reader of lines would cut at. */
async function* readLines(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const portion of createReadStream(file, 'utf8')) {
    const lines = `${rest}${String(portion)}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/**
 * Checks an exported audit log.
 *
 * @throws VerifyUsageError when the file can't be read
 */
export async function verifyAudit(
  file: string,
  headHash: string | null,
  isJson: boolean,
): Promise<{ outcome: AuditOutcome; text: string }> {
  let report: AuditReport;
  try {
    report = await checkAuditLines(readLines(file), headHash);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new VerifyUsageError(`${file} can't be read (${code}): name an audit log that was exported`);
  }
  const outcome = report.outcome === 'wrong' ? 'wrong' : headHash === null ? 'unproven' : 'proven';
  return { outcome, text: isJson ? JSON.stringify({ ...report, outcome }) : print(file, report, outcome) };
}
