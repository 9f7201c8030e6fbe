import { describe, expect, test } from 'vitest';
import schemaText from '../../../docs/rules.schema.json?raw';
import { type Schema, schemasAt, spotAt, valuesOf } from './schema-guide.js';

const TEXT = `schema: lamppost.rules/1
zones:
  - id: kerb # the kerb
    kind: road
    polygon: [[0, 0], [1, 0], [1, 1]]
rules:
  - id: parked
    matter: parking
    remind:
      speaker: horn
    
  - { id: lane, matter: stall, stills: { count: 2 } }`;
const lines = TEXT.split('\n');
const schema = JSON.parse(schemaText) as Schema;
const at = (line: number, column?: number) => spotAt(lines, line, column ?? (lines[line] ?? '').length);
const keysAt = (line: number, column?: number) => {
  const { path, siblings } = at(line, column);
  return schemasAt(schema, path, siblings).flatMap(({ properties }) => Object.keys(properties ?? {}));
};

describe('the place in a text of rules', () => {
  test('is known in lists, maps and brackets', () => {
    expect(at(0, 2)).toMatchObject({ path: [], key: null });
    expect(at(2)).toMatchObject({ path: ['zones', '*'], key: 'id' });
    expect(at(3)).toMatchObject({ path: ['zones', '*'], key: 'kind', siblings: { id: 'kerb', kind: 'road' } });
    expect(at(9)).toMatchObject({ path: ['rules', '*', 'remind'], key: 'speaker' });
    expect(at(10, 4)).toMatchObject({ path: ['rules', '*'], key: null });
    expect(at(11, 28)).toMatchObject({ path: ['rules', '*'], key: 'matter' });
    expect(at(11, 45)).toMatchObject({ path: ['rules', '*', 'stills'] });
  });

  test('tells which fields may stand there, and which values', () => {
    expect(keysAt(0, 0)).toContain('vendingPoints');
    expect(keysAt(3, 4)).toEqual(expect.arrayContaining(['tier', 'camera']) as string[]);
    expect(keysAt(8, 4)).toContain('labels');
    expect(keysAt(8, 4)).not.toContain('leastPeople');
    expect(keysAt(11, 20)).toContain('leastPeople');
    const kind = at(3);
    expect(valuesOf(schemasAt(schema, [...kind.path, 'kind'], kind.siblings))).toContain('fire-lane');
  });
});
