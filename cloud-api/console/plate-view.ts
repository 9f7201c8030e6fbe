import type { CaseDetail } from '@lamppost/contracts';
import { element } from './element.js';
import { formatValue } from './format.js';
import { facts, section } from './section.js';
import type { Language, Words } from './words.js';

/** Below this a character is marked: an officer looks at it first. */
const DOUBTFUL_BELOW = 0.9;

/** The number plate as a machine read it, each doubtful character marked; null for a case about no vehicle. */
export function renderPlate(options: {
  readonly detail: Pick<CaseDetail, 'plate'>;
  readonly words: Words;
  readonly language: Language;
}): HTMLElement | null {
  const { words, language } = options;
  const { plate } = options.detail;
  if (plate === null || (plate.status === 'none' && plate.reason === 'not-a-vehicle')) return null;
  if (plate.status === 'none')
    return section(words.plate, element('p', { class: 'quiet' }, words.plateNone[plate.reason]));
  const characters = plate.characters.map(({ character, confidence }) =>
    element(
      'span',
      {
        class: confidence < DOUBTFUL_BELOW ? 'doubtful' : '',
        title: `${words.plateConfidence} ${formatValue(confidence, 'fraction', language)}`,
      },
      character,
    ),
  );
  return section(
    words.plate,
    element('p', { class: `plate ${plate.colour}`, 'aria-label': plate.text }, ...characters),
    element('p', { class: 'plate-notice' }, words.plateNotice),
    facts([
      [words.plateConfidence, formatValue(plate.confidence, 'fraction', language)],
      [words.plateAgreed, words.plateAgreedOf(plate.agreed.stills, plate.agreed.of)],
      [words.plateColour, words.plateColours[plate.colour]],
    ]),
  );
}
