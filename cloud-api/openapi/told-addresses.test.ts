import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { CATALOGUE } from '../errors/catalogue.js';

const DOCS = new URL('../../docs/', import.meta.url).pathname;
/** An address as texts name it, perhaps with its method before it; one that ends in dots stands for several. */
const TOLD = /(?:(GET|POST|PUT|PATCH|DELETE) )?(\/api\/v1\/[\w/{}$.-]*\w\}?)(?!\w*\/\.)/g;

const { paths } = z
  .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
  .parse(JSON.parse(readFileSync(join(DOCS, 'openapi.json'), 'utf8')));
const described = Object.entries(paths).map(([template, methods]) => ({
  pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  methods: Object.keys(methods),
}));

function isDescribed(method: string | undefined, address: string): boolean {
  return described.some(
    ({ pattern, methods }) => pattern.test(address) && (method === undefined || methods.includes(method.toLowerCase())),
  );
}

const pages = readdirSync(DOCS).filter((name) => name.endsWith('.md'));
const texts: [string, string][] = [
  ...pages.map((name): [string, string] => [name, readFileSync(join(DOCS, name), 'utf8')]),
  ['the catalogue of errors', JSON.stringify(CATALOGUE)],
];

test.each(texts)('%s names no address of the cloud that is not there', (_name, text) => {
  const told = [...text.matchAll(TOLD)].filter(([, method, address = '']) => !isDescribed(method, address));
  expect(told.map(([all]) => all)).toEqual([]);
});

test('addresses are found in the texts', () => {
  expect(texts.flatMap(([, text]) => [...text.matchAll(TOLD)]).length).toBeGreaterThan(100);
  expect(isDescribed('PUT', '/api/v1/patrols')).toBe(false);
});
