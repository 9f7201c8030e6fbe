import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { EvidenceManifest } from '@lamppost/contracts';
import { expect, test } from 'vitest';
import { decodePublicKey } from '../devices/public-key.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import { readManifest } from '../ingest/read-manifest.js';
import { hashLeaf } from '../merkle-log/merkle-tree.js';
import { evidenceJsonSchema } from './evidence-schema.js';

const text = readFileSync(new URL('../../docs/evidence.md', import.meta.url), 'utf8');
const example = text.slice(text.indexOf('### A worked example'));

function valueOf(what: string): string {
  const row = example.split('\n').find((line) => line.startsWith(`| ${what}`));
  return /`([^`]+)`[^`]*$/.exec(row ?? '')?.[1] ?? '';
}

test('docs/evidence.schema.json is the schema of the documents', () => {
  const published = readFileSync(new URL('../../docs/evidence.schema.json', import.meta.url), 'utf8');
  // npm run evidence:schema writes it anew.
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(evidenceJsonSchema())));
});

test('the worked example of docs/evidence.md holds, digest by digest', () => {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(example) ?? [];
  const manifest = EvidenceManifest.parse(JSON.parse(json));
  const bytes = toCanonicalJson(manifest);
  expect(valueOf('canonical JSON')).toBe(`${bytes.length}`);
  const digest = createHash('sha256').update(bytes).digest('hex');
  expect(valueOf('package digest')).toBe(digest);
  expect(readManifest(bytes)).toMatchObject({ status: 'read', digest });
  const key = decodePublicKey(valueOf('public key'));
  expect(key?.keyId).toBe(valueOf('`keyId`'));
  expect(key?.verify(bytes, Buffer.from(valueOf('`signature`'), 'base64'))).toBe(true);
  expect(valueOf('hash of its leaf')).toBe(hashLeaf(Buffer.from(digest, 'hex')).toString('hex'));
  for (const hash of ['sha256', 'sm3'] as const)
    expect(manifest.files[0]?.[hash]).toBe(createHash(hash).update('abc').digest('hex'));
});

test('each code of the command stands in docs/evidence.md', () => {
  const source = readFileSync(new URL('finding.ts', import.meta.url), 'utf8');
  const codes = [...source.matchAll(/'((?:chain|entry|proof)\.[a-z-]+)'/g)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
});
