import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigError } from './config-error.js';
import { parseYaml, readYaml } from './read-yaml.js';

const schema = z.strictObject({ rules: z.array(z.strictObject({ id: z.string(), limit: z.number() })) });

function problems(text: string): readonly string[] {
  try {
    parseYaml(schema, text, 'rules.yaml');
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('a wrong value is named by file, line, column and field', () => {
  expect(problems('rules:\n  - id: a\n    limit: 1\n  - id: b\n    limit: high\n')).toEqual([
    expect.stringMatching(/^rules\.yaml:5:12: rules\[1\]\.limit: .*number/),
  ]);
});

test('a missing field is named at the place where it belongs', () => {
  expect(problems('rules:\n  - id: a\n')[0]).toMatch(/^rules\.yaml:2:5: rules\[0\]\.limit: /);
});

test('every problem is told, not the first alone', () => {
  expect(problems('rules:\n  - id: 1\n    limit: x\n')).toHaveLength(2);
});

test('what is not YAML is named by line', () => {
  expect(problems('rules: [\n')[0]).toMatch(/^rules\.yaml:\d+:\d+: not YAML: /);
});

test('a file that is not there is named with the mend', () => {
  const directory = mkdtempSync(join(tmpdir(), 'yaml-'));
  try {
    expect(() => readYaml(schema, join(directory, 'none.yaml'))).toThrow(/none\.yaml: cannot be read .*existing/);
    writeFileSync(join(directory, 'some.yaml'), 'rules: []');
    expect(readYaml(schema, join(directory, 'some.yaml')).value).toEqual({ rules: [] });
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test.each([
  ['aliases that would fill the memory', `a: &a [x, x, x, x, x, x, x, x, x, x]\n${bomb()}`],
  ['nesting without measure', '['.repeat(20_000)],
])('%s: refused, and no crash', (_, text) => {
  expect(problems(text)[0]).toMatch(/^rules\.yaml:\d+:\d+: not YAML: /);
});

function bomb(): string {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  return names
    .slice(1)
    .map(
      (name, index) =>
        `${name}: &${name} [${Array(10)
          .fill(`*${names[index] ?? ''}`)
          .join(', ')}]`,
    )
    .join('\n');
}
