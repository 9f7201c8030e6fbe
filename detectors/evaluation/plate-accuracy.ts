import { alignTexts } from './align-texts.js';

const MAX_CONFUSIONS = 30;

/** A plate as it is, and as it was read. */
export interface PlateReading {
  readonly expected: string;
  /** Empty when nothing could be read. */
  readonly read: string;
}

/** A character that was taken for another one; an empty text stands for a character that was missed, or made up. */
export interface Confusion {
  readonly expected: string;
  readonly read: string;
  readonly count: number;
}

/** How well plates were read. */
export interface PlateAccuracy {
  readonly plates: number;
  /** Plates read without a mistake. */
  readonly whole: number;
  readonly wholeShare: number | null;
  readonly characters: number;
  readonly charactersRight: number;
  readonly characterShare: number | null;
  /** Most frequent first, at most 30. */
  readonly confusions: readonly Confusion[];
}

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);

/** Counts whole plates and characters that were read right; the characters of a plate are laid beside those read with the fewest changes. */
export function plateAccuracy(readings: readonly PlateReading[]): PlateAccuracy {
  const confusions = new Map<string, Confusion>();
  let characters = 0;
  let charactersRight = 0;
  for (const { expected, read } of readings)
    for (const pair of alignTexts(expected, read)) {
      if (pair.expected !== null) characters += 1;
      if (pair.expected === pair.read) charactersRight += 1;
      else {
        const [was, taken] = [pair.expected ?? '', pair.read ?? ''];
        const key = `${was}>${taken}`;
        confusions.set(key, { expected: was, read: taken, count: (confusions.get(key)?.count ?? 0) + 1 });
      }
    }
  const whole = readings.filter(({ expected, read }) => expected === read).length;
  return {
    plates: readings.length,
    whole,
    wholeShare: share(whole, readings.length),
    characters,
    charactersRight,
    characterShare: share(charactersRight, characters),
    confusions: [...confusions.values()]
      .sort((a, b) => b.count - a.count || (`${a.expected}>${a.read}` < `${b.expected}>${b.read}` ? -1 : 1))
      .slice(0, MAX_CONFUSIONS),
  };
}
