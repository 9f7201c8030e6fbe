import { expect, test } from 'vitest';
import { findDocumentFault } from './check-document.js';

const rules = 'schema: lamppost.rules/1 # ours\nrules: []\n';

test('documents of their kind are fine, and all else is told with line and mend', () => {
  expect(findDocumentFault('rules', rules)).toBeNull();
  expect(findDocumentFault('configuration', 'schema: lamppost.configuration/1\ncameras: []\n')).toBeNull();
});

test.each([
  ['another kind', 'configuration', rules, /lamppost\.configuration\/1/],
  ['no mapping', 'rules', '- 1', /lamppost\.rules\/1/],
  ['nothing', 'rules', '', /lamppost\.rules\/1/],
  ['no YAML', 'rules', 'schema: lamppost.rules/1\nrules: [', /^line \d+: it is not YAML/],
  ['too long', 'rules', `${rules}#${'路'.repeat(340_000)}`, /more than 1000000/],
  ['half a character', 'rules', `${rules}# \ud800`, /surrogate/],
  [
    'a password',
    'configuration',
    'schema: lamppost.configuration/1\ncameras:\n  - { rtspUrl: "rtsp://admin:secret@10.0.0.5/1" }\n',
    /^line 3: .*gateway\.yaml/,
  ],
  ['nesting without end', 'rules', `schema: lamppost.rules/1\nrules: ${'['.repeat(100_000)}`, /not YAML/],
] as const)('refused: %s', (_, kind, text, fault) => {
  expect(findDocumentFault(kind, text)).toMatch(fault);
});
