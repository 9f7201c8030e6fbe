/** What a picture can show that is judged for the picture as a whole. */
export const HAZARDS = ['fire', 'smoke'] as const;
export type Hazard = (typeof HAZARDS)[number];

/** Words for a picture that shows none of them. */
const NOTHING = new Set([
  'none',
  'neither',
  'nothing',
  'negative',
  'negatives',
  'normal',
  'clean',
  'background',
  'other',
]);

const isHazard = (word: string): word is Hazard => HAZARDS.some((hazard) => hazard === word);

/**
 * Reads the name of a class of pictures: `fire`, `smoke`, both (`fire_smoke`, `smoke and fire`, `both`), or none of them (`none`,
 * `neither`, `negatives`, `normal`, `clean`, `background`, `other`; `non-fire`, `no_smoke`).
 *
 * @returns what it says is shown; null when it says nothing of the kind
 */
export function hazardsOfName(name: string): ReadonlySet<Hazard> | null {
  const words = name
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '' && word !== 'and');
  if (words.length === 0) return null;
  if (words.length === 1 && words[0] === 'both') return new Set(HAZARDS);
  if (words.every((word) => NOTHING.has(word))) return new Set();
  if (words.every(isHazard)) return new Set(words.filter(isHazard));
  const isDenied = ['non', 'no', 'not', 'without'].includes(words[0] ?? '');
  return isDenied && words.slice(1).every((word) => isHazard(word) || word === 'or') ? new Set() : null;
}
