import type { PlateColour } from '@lamppost/contracts';

const PROVINCES = '京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新';
// GA 36: the letters I and O are not used, for they look like digits.
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGITS = '0123456789';
const EITHER = LETTERS + DIGITS;
// GA 36, new energy: D A B C E for purely electric vehicles, F G H J K for others.
const ENERGY = 'DABCEFGHJK';
/** Length of the sequence behind province and office. */
const SEQUENCE = 5;
// GA 36: a sequence holds two letters at most.
const SEQUENCE_LETTERS = 2;

/** One shape that a plate's text may have. */
export interface PlateForm {
  /** For each position the characters that may stand there. */
  readonly slots: readonly string[];
  /** Ground colours of such plates. */
  readonly colours: readonly PlateColour[];
  /** How much rarer than a common plate it is, as a logarithm: 0 or less. */
  readonly prior: number;
}

/** Forms of an ordinary sequence, one for each choice of places where letters stand. */
const ordinary: readonly PlateForm[] = [...Array(2 ** SEQUENCE).keys()]
  .map((mask) => [...Array(SEQUENCE).keys()].map((place) => ((mask >> place) & 1 ? LETTERS : DIGITS)))
  .filter((sequence) => sequence.filter((slot) => slot === LETTERS).length <= SEQUENCE_LETTERS)
  .map((sequence) => ({ slots: [PROVINCES, LETTERS, ...sequence], colours: ['blue', 'yellow', 'black'], prior: 0 }));

const RARE = -2;
const VERY_RARE = -4;
const FOUR = [EITHER, EITHER, EITHER, EITHER];
const FIVE_DIGITS = [DIGITS, DIGITS, DIGITS, DIGITS, DIGITS];

/**
 * The plates of the mainland by GA 36, and those of army and armed police. Temporary paper plates are not among them, nor those of embassies
 * that begin with their sign.
 */
export const PLATE_FORMS: readonly PlateForm[] = [
  ...ordinary,
  // New energy, small vehicles: the letter leads the sequence.
  { slots: [PROVINCES, LETTERS, ENERGY, EITHER, DIGITS, DIGITS, DIGITS, DIGITS], colours: ['green'], prior: -1 },
  // New energy, large vehicles: the letter ends it.
  { slots: [PROVINCES, LETTERS, ...FIVE_DIGITS, ENERGY], colours: ['green', 'yellow'], prior: RARE },
  { slots: [PROVINCES, LETTERS, ...FOUR, '警'], colours: ['white'], prior: RARE },
  { slots: [PROVINCES, LETTERS, ...FOUR, '学挂'], colours: ['yellow', 'green'], prior: RARE },
  { slots: ['粤', 'Z', ...FOUR, '港澳'], colours: ['black'], prior: RARE },
  { slots: [PROVINCES, LETTERS, DIGITS, DIGITS, DIGITS, DIGITS, '领'], colours: ['black'], prior: VERY_RARE },
  { slots: [...FIVE_DIGITS, DIGITS, '使'], colours: ['black'], prior: VERY_RARE },
  // Fire engines (X) and rescue vehicles (S), since 2018.
  { slots: [PROVINCES, 'XS', DIGITS, DIGITS, DIGITS, DIGITS, '应', '急'], colours: ['white'], prior: RARE },
  { slots: [LETTERS, LETTERS, ...FIVE_DIGITS], colours: ['white'], prior: VERY_RARE },
  { slots: ['W', 'J', PROVINCES, DIGITS, DIGITS, DIGITS, DIGITS, EITHER], colours: ['white'], prior: VERY_RARE },
];

/** Every character that stands on a plate of some form, each once. */
export const PLATE_CHARACTERS: readonly string[] = [
  ...new Set(PLATE_FORMS.flatMap(({ slots }) => Array.from(slots.join('')))),
];

/** Whether a text has the form of a plate. */
export function isPlateText(text: string): boolean {
  const characters = Array.from(text);
  return PLATE_FORMS.some(
    ({ slots }) =>
      slots.length === characters.length && slots.every((slot, place) => slot.includes(characters[place] ?? ' ')),
  );
}
