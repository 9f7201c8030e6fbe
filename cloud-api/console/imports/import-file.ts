/** What the cloud takes a file as, by its media type. */
export type ImportMediaType = 'text/csv' | 'application/geo+json' | 'application/json';

/** The text of a file. Offices save tables in UTF-8, or as Excel does in Chinese Windows: GBK, which GB 18030 holds. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** What a text is: JSON begins with a brace, GeoJSON says so in it, and all else is a table. */
export function mediaTypeOf(text: string): ImportMediaType {
  const begin = text.replace(/^\uFEFF/, '').trimStart();
  if (!begin.startsWith('{') && !begin.startsWith('[')) return 'text/csv';
  return /"type"\s*:\s*"Feature(Collection)?"/.test(text) ? 'application/geo+json' : 'application/json';
}

/** The lines of a text, without what ends them. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** A text with one line (from 1) written otherwise; the others stay as they are, to the byte. */
export function replaceLine(text: string, line: number, written: string): string {
  let at = 0;
  return text.replaceAll(/[^\r\n]*(?:\r\n|\n|\r|$)/g, (found) => {
    if (found === '' && at > 0) return found;
    at += 1;
    return at === line ? written + found.slice(found.search(/[\r\n]|$/)) : found;
  });
}

/** One thing that is wrong in a file. */
export interface ImportFault {
  /** From 1. */
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

/** Faults by the lines that they stand on, first to last. */
export function groupFaults(faults: readonly ImportFault[]): { line: number; faults: ImportFault[] }[] {
  const lines = new Map<number, ImportFault[]>();
  for (const fault of faults) lines.set(fault.line, [...(lines.get(fault.line) ?? []), fault]);
  return [...lines].map(([line, found]) => ({ line, faults: found })).sort((a, b) => a.line - b.line);
}
