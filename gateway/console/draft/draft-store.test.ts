import { expect, test } from 'vitest';
import { beginDraft, changeDraft, redoDraft, undoDraft } from './draft-store.js';

const base = { text: 'a', etag: '1' };

test('a draft goes back and forth by its steps, and a new change forgets what was undone', () => {
  const changed = changeDraft(changeDraft(beginDraft(base), 'b'), 'c');
  const back = undoDraft(undoDraft(changed));
  expect(back.text).toBe('a');
  expect(undoDraft(back)).toEqual(back);
  expect(redoDraft(redoDraft(back)).text).toBe('c');
  expect(redoDraft(changeDraft(back, 'd')).text).toBe('d');
});

test('what is typed in one go is one step', () => {
  const typed = changeDraft(changeDraft(changeDraft(beginDraft(base), 'ab'), 'abc', true), 'abcd', true);
  expect(undoDraft(typed).text).toBe('a');
});
