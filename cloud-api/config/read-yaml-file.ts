import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ConfigError } from './config-error.js';

/**
 * The text of a file that a variable of the environment leads to.
 *
 * @throws ConfigError with the file, the variable and the mend
 */
export function readNamedFile(file: string, variable: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ConfigError(`${file} (${variable}) can't be read (${code}): make the file, or leave the variable out`);
  }
}

/**
 * Reads a YAML file that a variable of the environment names. Values are not quoted in an error: they may be secrets.
 *
 * @param mend what to write instead; left out, the schema's own words are told
 * @throws ConfigError with the file, the line and the mend
 */
export function readYamlFile<Schema extends z.ZodType>(
  file: string,
  variable: string,
  schema: Schema,
  mend?: string,
): z.output<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(readNamedFile(file, variable), { lineCounter: lines });
  const ending = mend === undefined ? '' : `: ${mend}`;
  const [fault] = document.errors;
  if (fault !== undefined)
    throw new ConfigError(`${file} line ${lines.linePos(fault.pos[0]).line}: it is not YAML (${fault.code})${ending}`);
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  let line = 1;
  // What is missing has no place of its own: the place of what it is missing in tells.
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
    if (node?.range === undefined) continue;
    line = lines.linePos(node.range[0]).line;
    break;
  }
  throw new ConfigError(
    `${file} line ${line}: ${path.join('.') || 'the file'}: ${mend ?? issue?.message ?? 'not usable'}`,
  );
}
