import { expect, test } from 'vitest';
import { DEFAULT_DESK_SETTINGS } from '../cases/settings/desk-settings.js';
import { choosePaper } from './choose-paper.js';

test.each([
  ['a first offence', { repeatCount: 0, severity: 4, hasRefused: false }, 'reminder'],
  ['a first offence with a refusal', { repeatCount: 0, severity: 1, hasRefused: true }, 'case-file'],
  ['a repeat', { repeatCount: 1, severity: 2, hasRefused: false }, 'case-file'],
  ['a repeat that is minor', { repeatCount: 3, severity: 1, hasRefused: false }, 'reminder'],
] as const)('%s gets the paper that fits it', (_, offence, kind) => {
  const chosen = choosePaper(DEFAULT_DESK_SETTINGS.papers, offence);
  expect(chosen.kind).toBe(kind);
  expect(chosen.why.zh).not.toBe('');
});

test('a town may wait for more repeats, and call nothing minor', () => {
  const papers = { ...DEFAULT_DESK_SETTINGS.papers, caseFileFromRepeats: 2, minorSeverity: 0 };
  expect(choosePaper(papers, { repeatCount: 1, severity: 5, hasRefused: false }).kind).toBe('reminder');
  expect(choosePaper(papers, { repeatCount: 2, severity: 1, hasRefused: false }).kind).toBe('case-file');
});
