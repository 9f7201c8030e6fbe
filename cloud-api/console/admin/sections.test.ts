import { expect, test } from 'vitest';
import { sectionsFor } from './sections.js';

test('each sees the parts that their permissions open, in the order of the page', () => {
  expect(sectionsFor(['webhook.manage', 'rules.read', 'account.manage', 'jurisdiction.read'])).toEqual([
    ...['accounts', 'areas', 'documents', 'rollout', 'webhooks'],
  ]);
  expect(sectionsFor(['rules.read', 'audit.read'])).toEqual(['documents', 'rollout']);
  expect(sectionsFor(['case.read'])).toEqual([]);
});
