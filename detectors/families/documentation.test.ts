import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseYaml } from '../configuration/read-yaml.js';
import { LABELS } from '../decoding/labels.js';
import { FAMILIES } from './family.js';
import { Sidecar } from './sidecar.js';

const text = readFileSync(new URL('../../docs/models.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/```yaml\n(?<body>[^]*?)```/g)].map((match) => match.groups?.body ?? '');

test('the sidecar of the documentation is one, and shows every field that there is', () => {
  const example = examples.find((body) => body.startsWith('family:')) ?? '';
  const sidecar = parseYaml(Sidecar, example, 'models.md');
  expect(Object.keys(sidecar).toSorted()).toEqual(Object.keys(Sidecar.shape).toSorted());
  expect(Object.keys(sidecar.input).toSorted()).toEqual(['channels', 'layout', 'mean', 'scale', 'size', 'std']);
});

test('every family is named, and every label that only a model of one’s own can tell', () => {
  const plain = text.toLowerCase().replaceAll('-', '');
  for (const family of FAMILIES.filter((name) => name !== 'lamppost')) {
    const [, version] = /^yolov?(\d+)$/.exec(family) ?? [];
    expect(plain).toContain(version ?? family.replace('-', ''));
  }
  for (const label of LABELS.slice(80)) expect(text).toContain(`\`${label}\``);
});
