import { open } from 'node:fs/promises';
import { listLogFiles } from './file-names.js';
import { parseJournal } from './group-journal.js';
import { readFile } from 'node:fs/promises';
import { scanSegment } from './scan-segment.js';

/** From when until when a log tells, by its blocks' own headers; null when it holds nothing, or there is none. */
export async function spanOfLog(directory: string): Promise<{ readonly fromMs: number; readonly toMs: number } | null> {
  const files = await listLogFiles(directory).catch(() => null);
  if (files === null) return null;
  const spans: { readonly fromMs: number; readonly toMs: number }[] = [];
  for (const { path } of files.segments) {
    const file = await open(path, 'r').catch(() => null);
    if (file === null) continue;
    try {
      spans.push(...(await scanSegment(file)).blocks);
    } finally {
      await file.close();
    }
  }
  for (const { path } of files.journals) {
    const bytes = await readFile(path).catch(() => null);
    if (bytes !== null) spans.push(...parseJournal(bytes).chunks);
  }
  if (spans.length === 0) return null;
  return { fromMs: Math.min(...spans.map(({ fromMs }) => fromMs)), toMs: Math.max(...spans.map(({ toMs }) => toMs)) };
}
