import type { RulesRead } from '../../rules/document/read-rules.js';
import type { RuleDocument } from '../../rules/document/rule-document.js';
import { noteLine } from '../note-line.js';

/** What the check of a rule file says. */
interface CheckReport {
  readonly file: string;
  readonly status: 'taken' | 'refused';
  /** Hash and version that evidence will carry; null when the document is refused. */
  readonly sha256: string | null;
  readonly version: RuleDocument['version'];
  /** Rules by mode; null when the document is refused. */
  readonly rules: { readonly live: number; readonly shadow: number } | null;
  readonly problems: readonly object[];
  readonly warnings: readonly object[];
}

/** The report as JSON would have it. */
export function checkReport(file: string, read: RulesRead): CheckReport {
  if (read.status === 'refused')
    return { file, status: 'refused', sha256: null, version: null, rules: null, problems: read.problems, warnings: [] };
  const { document, sha256, warnings } = read;
  const live = document.rules.filter(({ mode }) => mode === 'live').length;
  return {
    file,
    status: 'taken',
    sha256,
    version: document.version,
    rules: { live, shadow: document.rules.length - live },
    problems: [],
    warnings,
  };
}

/** The report for people. */
export function checkText(file: string, read: RulesRead): string {
  if (read.status === 'refused') {
    const lines = read.problems.map((problem) => noteLine(file, problem));
    return [...lines, `${file}: 不可用，共 ${lines.length} 处 / cannot be used: ${lines.length} to mend`].join('\n');
  }
  const { rules, version, sha256 } = checkReport(file, read);
  const named = version === null ? '' : `, version ${String(version)}`;
  const lines = read.warnings.map((warning) => noteLine(file, warning));
  const counts = `${rules?.live ?? 0} live, ${rules?.shadow ?? 0} shadow`;
  return [...lines, `${file}: 可用 / good: ${counts}${named}, sha256 ${sha256 ?? ''}`].join('\n');
}
