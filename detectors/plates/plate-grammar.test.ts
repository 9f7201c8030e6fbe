import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PLATE_CHARACTERS, PLATE_FORMS, isPlateText } from './plate-grammar.js';

test.each([
  ['皖A195K9', 'an ordinary one'],
  ['沪AMS087', 'two letters, one behind the other'],
  ['苏E7R5Y0', 'two letters apart'],
  ['粤BD12345', 'a small electric vehicle'],
  ['京AFA1234', 'a small hybrid, its second place a letter'],
  ['沪A12345D', 'a large electric vehicle'],
  ['京A0006警', 'police'],
  ['苏A1234学', 'a driving school'],
  ['鲁B1A23挂', 'a trailer'],
  ['粤ZF023港', 'from Hong Kong'],
  ['粤Z1234澳', 'from Macao'],
  ['沪A0023领', 'a consulate'],
  ['224578使', 'an embassy'],
  ['京X1234应急', 'a fire engine'],
  ['VA12345', 'the army'],
  ['WJ京1234X', 'the armed police'],
])('%s is a plate: %s', (text) => {
  expect(isPlateText(text)).toBe(true);
});

test.each([
  ['皖A195K', 'too short'],
  ['皖A195K99', 'eight characters that are not new energy'],
  ['皖AABC12', 'three letters in the sequence'],
  ['皖IA1234', 'an office I'],
  ['皖A1234O', 'an O'],
  ['A皖12345', 'the letter first'],
  ['粤BL12345', 'a letter that does not stand for energy'],
  ['沪A1234D5', 'energy in the wrong place'],
  ['京AFAA234', 'two letters behind that of energy'],
  ['苏A1234港', 'Hong Kong from another province than 粤'],
  ['京A0006警警', 'two signs'],
  ['', 'nothing'],
])('%s is none: %s', (text) => {
  expect(isPlateText(text)).toBe(false);
});

const anyPlate = fc
  .constantFrom(...PLATE_FORMS)
  .chain(({ slots }) => fc.tuple(...slots.map((slot) => fc.constantFrom(...Array.from(slot)))))
  .map((characters) => characters.join(''));

test('whatever a form allows is a plate of seven or eight characters, none of them I or O', () => {
  fc.assert(
    fc.property(anyPlate, (text) => {
      expect(isPlateText(text)).toBe(true);
      expect(Array.from(text).length).toBeGreaterThanOrEqual(7);
      expect(Array.from(text).length).toBeLessThanOrEqual(8);
      expect(text).not.toMatch(/[IO]/);
    }),
  );
});

test('a plate with a character put in, or taken out of more than the last places, is another plate or none', () => {
  fc.assert(
    fc.property(anyPlate, fc.nat(8), fc.constantFrom(...PLATE_CHARACTERS), (text, at, character) => {
      const longer = text.slice(0, at) + character + text.slice(at);
      if (isPlateText(longer)) expect(text).toHaveLength(7);
      expect(isPlateText(text.slice(2))).toBe(false);
    }),
  );
});

test('no character outside the forms makes a plate', () => {
  fc.assert(
    fc.property(anyPlate, fc.nat(7), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), (text, at, stray) => {
      fc.pre(!PLATE_CHARACTERS.includes(stray) && at < text.length);
      expect(isPlateText(text.slice(0, at) + stray + text.slice(at + 1))).toBe(false);
    }),
  );
});
