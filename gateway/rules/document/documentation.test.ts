import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DUST_PRESETS, type DustPresetName, dustPreset } from './dust-presets.js';
import { readRules } from './read-rules.js';
import { RULE_CODES } from './rule-errors.js';

const docs = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const NOW = Date.parse('2026-03-01T00:00:00Z');

/** Cells of each row of a table that begins with a code. */
function rowsOf(text: string): string[][] {
  return [...text.matchAll(/^\| `[^\n]*\|$/gm)].map(([row]) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const examples = [...docs('rules.md').matchAll(/^### (\w+):[^`]*```yaml\n(schema:[\s\S]*?)```/gm)].map(
  ([, kind = '', text = '']) => [kind, text] as const,
);

test('docs/rules.md has a worked example for each of the four kinds', () => {
  expect(examples.map(([kind]) => kind)).toEqual(['Parking', 'Stalls', 'Burning', 'Dust']);
});

test.each(examples)('the example for %s is good, and gives no cause for a warning', (_, text) => {
  const read = readRules(text, NOW);
  expect(read.status === 'refused' ? read.problems : read.warnings).toEqual([]);
});

test('docs/errors.md explains every code of the rule document as the catalogue does', () => {
  const section = docs('errors.md')
    .split(/^## /m)
    .find((part) => part.startsWith('Rule document'));
  const told = rowsOf(section ?? '').map(([code = '', meaning, mend]) => [code.slice(1, -1), { meaning, mend }]);
  expect(Object.fromEntries(told)).toEqual(RULE_CODES);
});

test('docs/rules.md tells every published limit as the presets do', () => {
  const told = rowsOf(docs('rules.md').split('### Published limits')[1]?.split('\n## ')[0] ?? '');
  const expected = (Object.keys(DUST_PRESETS) as DustPresetName[]).map((name) => {
    const { factor, limit, windowSeconds, maxPerDay, baseline, toCheck } = dustPreset(name);
    const cap = baseline?.cap == null ? '' : `, cap ${baseline.cap}`;
    const above = baseline === null ? '' : ` above the ${baseline.of}${cap}`;
    return [`\`${name}\``, factor, `${limit}${above}`, `${windowSeconds} s`, `${maxPerDay}`, toCheck.join(', ')];
  });
  expect(told).toEqual(expected);
  // What was not seen in a published text is said to be so.
  for (const name of Object.keys(DUST_PRESETS) as DustPresetName[])
    expect(dustPreset(name).verified).toBe(dustPreset(name).toCheck.length === 0);
});
