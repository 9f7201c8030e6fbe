import { writeFlow, writeKey } from './write-value.js';

/** Fields of an entry that is written on one line, at most. */
const MOST_ON_A_LINE = 3;

/** Fields whose lists are read more easily one entry to a line. */
function isListOfEntries(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((entry) => typeof entry === 'object' && entry !== null && !Array.isArray(entry))
  );
}

/** An entry of a list as it stands behind its dash: a field to a line, and what is in a field in brackets. */
export function writeBlockEntry(value: unknown, indent: string, newLine: string): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return writeFlow(value);
  return Object.entries(value)
    .map(([key, entry]) => writeField(key, entry, indent, newLine))
    .join(newLine + indent);
}

/** A field with its value as it stands on lines of its own. */
export function writeField(key: string, value: unknown, indent: string, newLine: string): string {
  if (!isListOfEntries(value)) return `${writeKey(key)}: ${writeFlow(value)}`;
  const entries = value.map((entry) => {
    const isLong = Object.keys(entry).length > MOST_ON_A_LINE;
    return `${newLine}${indent}  - ${isLong ? writeBlockEntry(entry, `${indent}    `, newLine) : writeFlow(entry)}`;
  });
  return `${writeKey(key)}:${entries.join('')}`;
}
