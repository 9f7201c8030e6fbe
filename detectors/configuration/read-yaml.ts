import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { ConfigError } from './config-error.js';
import { readLocatedYaml } from './located-yaml.js';

/** A document that was read, with the bytes it was read from (they are what its hash is taken over). */
export interface ReadYaml<T> {
  readonly value: T;
  readonly bytes: Buffer;
  /** Says what is wrong with a value, for what a schema can't know: file, line, column, field and the message. */
  problem(path: readonly PropertyKey[], message: string): string;
}

/** `rules[2].zone` from `['rules', 2, 'zone']`. */
function fieldName(path: readonly PropertyKey[]): string {
  const name = path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text === '' ? '' : '.'}${String(key)}`),
    '',
  );
  return name === '' ? 'the document' : name;
}

/** A document that follows its schema, and where its values stand. */
interface Parsed<T> {
  readonly value: T;
  problem(path: readonly PropertyKey[], message: string): string;
}

function parse<T>(schema: z.ZodType<T>, text: string, file: string): Parsed<T> {
  const located = readLocatedYaml(text);
  if (located.status === 'faulty') {
    throw new ConfigError(
      located.faults.map(({ line, column, message }) => `${file}:${line}:${column}: not YAML: ${message}`),
    );
  }
  const problem = (path: readonly PropertyKey[], message: string) => {
    const { line, column } = located.placeOf(path);
    return `${file}:${line}:${column}: ${fieldName(path)}: ${message}`;
  };
  const parsed = schema.safeParse(located.value);
  if (parsed.success) return { value: parsed.data, problem };
  throw new ConfigError(parsed.error.issues.map((issue) => problem(issue.path, issue.message)));
}

/**
 * Parses YAML text by a schema.
 *
 * @throws ConfigError with one line for each problem: file, line, column, field, and what is expected there
 */
export function parseYaml<T>(schema: z.ZodType<T>, text: string, file: string): T {
  return parse(schema, text, file).value;
}

/** Reads a YAML file by a schema; throws {@link ConfigError} as {@link parseYaml} does, and when the file cannot be read. */
export function readYaml<T>(schema: z.ZodType<T>, file: string): ReadYaml<T> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError([`${file}: cannot be read (${reason}); give the path of an existing, readable file`]);
  }
  return { ...parse(schema, bytes.toString('utf8'), file), bytes };
}
