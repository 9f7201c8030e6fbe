import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rulesJsonSchema } from '../rules/document/rules-schema.js';
import { checkReport, checkText } from './check/check-rules.js';
import { readRuleFile } from './read-rule-file.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const NOW = Date.parse('2026-03-01T00:00:00Z');
const SHIPPED = ['gateway/docker/rules.yaml', 'device-sim/demo/rules.yaml'];

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rules-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function fileWith(bytes: string | Buffer): string {
  const file = join(directory, 'rules.yaml');
  writeFileSync(file, bytes);
  return file;
}

test('docs/rules.schema.json is what the schema says today; mend it with: npm run rules:schema', () => {
  expect(JSON.parse(readFileSync(join(root, 'docs/rules.schema.json'), 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(rulesJsonSchema())),
  );
});

test('the schema explains every field in both languages', () => {
  const unexplained: string[] = [];
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties')
        for (const [name, field] of Object.entries(value as Record<string, { description?: string }>))
          if (!(field.description ?? '').includes(' / ')) unexplained.push(`${path}.${name}`);
      walk(value, `${path}.${key}`);
    }
  };
  walk(rulesJsonSchema(), '');
  expect(unexplained).toEqual([]);
});

test.each(SHIPPED)('%s is good, and names its schema to editors', (name) => {
  const file = join(root, name);
  expect(checkReport(name, readRuleFile(file, NOW))).toMatchObject({ status: 'taken', problems: [], warnings: [] });
  const [, schema = ''] = /# yaml-language-server: \$schema=(\S+)/.exec(readFileSync(file, 'utf8')) ?? [];
  expect(resolve(dirname(file), schema)).toBe(join(root, 'docs/rules.schema.json'));
});

test.each([
  ['a file that is not there', null, 'rules.unreadable'],
  ['an empty file', '', 'rules.wrong-type'],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), 'rules.not-utf8'],
  ['a file without measure', Buffer.alloc(9_000_000, '#'), 'rules.too-large'],
])('%s is refused with a code', (_, bytes, code) => {
  const file = bytes === null ? join(directory, 'none.yaml') : fileWith(bytes);
  const report = checkReport('rules.yaml', readRuleFile(file, NOW));
  expect(report).toMatchObject({ status: 'refused', sha256: null, problems: [{ code }] });
});

test('a byte order mark and the line ends of Windows do no harm', () => {
  const read = readRuleFile(fileWith('\uFEFFschema: lamppost.rules/1\r\nrules: []\r\n'), NOW);
  expect(read.status).toBe('taken');
});

test('what people read: a line for each problem, as editors link it, and one that sums up', () => {
  const read = readRuleFile(fileWith('schema: lamppost.rules/1\nrulse: []\n'), NOW);
  expect(checkText('rules.yaml', read)).toBe(
    'rules.yaml:2:1: rulse: 没有字段 "rulse"，是否为 "rules"？ / there is no field "rulse"; did you mean "rules"? [rules.unknown-field]\n' +
      'rules.yaml: 不可用，共 1 处 / cannot be used: 1 to mend',
  );
  const good = readRuleFile(fileWith('schema: lamppost.rules/1\nversion: 7\nrules: []\n'), NOW);
  expect(checkText('rules.yaml', good)).toMatch(
    /^rules\.yaml: 可用 \/ good: 0 live, 0 shadow, version 7, sha256 [0-9a-f]{64}$/,
  );
});
