import type { RuleNote } from '../rules/document/rule-note.js';
import { bothOf } from '../rules/document/two-languages.js';

/** A note as one line: file, line and column as editors and terminals link them, the field and its words, what is wrong and the mend. */
export function noteLine(file: string, { line, column, path, field, message, code }: RuleNote): string {
  const words = field === null ? '' : ` (${bothOf(field)})`;
  return `${file}:${line}:${column}: ${path === '' ? 'the document' : path}${words}: ${bothOf(message)} [${code}]`;
}
