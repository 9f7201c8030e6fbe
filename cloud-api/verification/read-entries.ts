import { readFile } from 'node:fs/promises';
import { ChainEntries, SignedChainEntry } from '@lamppost/contracts';
import { z } from 'zod';
import { digestOfEntry } from '../chain-entries/verify-entry.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import type { Finding } from './finding.js';

/** An entry of a chain that is no package, with the file that holds it. */
export interface ReadEntry {
  readonly file: string;
  readonly digest: string;
  readonly signed: SignedChainEntry;
}

/** What a file of entries holds. */
export interface EntryFile {
  readonly entries: readonly ReadEntry[];
  readonly findings: readonly Finding[];
}

/** Reads JSON in strict UTF-8. */
export function parseJsonFile(bytes: Buffer): { readonly json: unknown } | { readonly fault: string } {
  try {
    return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

/** The first thing that does not follow a schema, with its place. */
export function firstIssue(error: z.ZodError): string {
  // Of alternatives the one that came furthest says what is wrong.
  const issues = error.issues.flatMap((issue) =>
    issue.code === 'invalid_union' ? (issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? [issue]) : [issue],
  );
  const [issue] = issues;
  return `${z.core.toDotPath(issue?.path ?? []) || 'its root'}: ${issue?.message ?? 'not valid'}`;
}

/**
 * Reads a file of one entry, `*.entry.json`, which is canonical JSON, or of many, `*.entries.json`, as a cloud gives them out.
 *
 * @throws Error when the file can't be read
 */
export async function readEntryFile(file: string): Promise<EntryFile> {
  const bytes = await readFile(file);
  const wrong = (code: Finding['code'], detail: string): EntryFile => ({ entries: [], findings: [{ code, detail }] });
  const parsed = parseJsonFile(bytes);
  if ('fault' in parsed) return wrong('entry.invalid', `${file} is not JSON: ${parsed.fault}`);
  if (file.endsWith('.entries.json')) {
    const list = ChainEntries.safeParse(parsed.json);
    if (!list.success) return wrong('entry.invalid', `${file} at ${firstIssue(list.error)}`);
    return {
      entries: list.data.entries.map((signed) => ({ file, digest: digestOfEntry(signed), signed })),
      findings: [],
    };
  }
  const one = SignedChainEntry.safeParse(parsed.json);
  if (!one.success) return wrong('entry.invalid', `${file} at ${firstIssue(one.error)}`);
  const entry = { file, digest: digestOfEntry(one.data), signed: one.data };
  const isCanonical = toCanonicalJson(parsed.json).equals(bytes);
  const findings: Finding[] = isCanonical
    ? []
    : [{ code: 'entry.not-canonical', detail: `${file} has keys, spaces or numbers in another form` }];
  return { entries: [entry], findings };
}
