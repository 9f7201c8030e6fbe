import { PLATE_CHARACTERS, isPlateText } from './plate-grammar.js';
import type { DecodedPlate } from './decode-plate.js';

/** A text that several readings of one plate agree on best. */
export interface PlateVote {
  readonly text: string;
  /** For each character of the text, 0 to 1. */
  readonly confidences: readonly number[];
  /** Readings that gave this very text by themselves. */
  readonly agreed: number;
}

/** Share of doubt that every reading keeps: none may rule out alone what the others say. */
const DOUBT = 0.02;
const UNSEEN = DOUBT / PLATE_CHARACTERS.length;

function logWithDoubt(probability: number): number {
  return Math.log((1 - DOUBT) * probability + UNSEEN);
}

/** Mean over the readings of the logarithm of a character's probability at a position; a reading of another length knows nothing of it. */
function meanLog(readings: readonly DecodedPlate[], length: number, place: number, character: string): number {
  const sum = readings.reduce((total, { positions }) => {
    const position = positions.length === length ? positions[place] : undefined;
    return total + logWithDoubt(position?.get(character) ?? 0);
  }, 0);
  return sum / readings.length;
}

function strongest(readings: readonly DecodedPlate[], length: number): string {
  const choose = (place: number) =>
    PLATE_CHARACTERS.reduce(
      (best, character) => {
        const score = meanLog(readings, length, place, character);
        return score > best.score ? { character, score } : best;
      },
      { character: '', score: -Infinity },
    ).character;
  return [...Array(length).keys()].map(choose).join('');
}

function confidenceAt(readings: readonly DecodedPlate[], text: string, place: number): number {
  // Without the doubt again, of which each character has the same share.
  const weigh = (meanOfLogs: number) => Math.max(0, Math.exp(meanOfLogs) - UNSEEN);
  const own = weigh(meanLog(readings, text.length, place, text[place] ?? ''));
  const all = PLATE_CHARACTERS.reduce(
    (sum, character) => sum + weigh(meanLog(readings, text.length, place, character)),
    0,
  );
  const noneOf = readings.reduce((total, { positions }) => {
    const position = positions.length === text.length ? positions[place] : undefined;
    const known = [...(position?.values() ?? [])].reduce((sum, probability) => sum + probability, 0);
    return total + logWithDoubt(Math.max(0, 1 - known));
  }, 0);
  return own / Math.max(Number.MIN_VALUE, all + weigh(noneOf / readings.length));
}

/**
 * Puts several readings of one plate together, position by position, by the mean of the logarithms of their probabilities: the pictures are
 * of one vehicle in one place, so that a second one that says the same adds little. Null when there are none.
 */
export function voteReadings(readings: readonly DecodedPlate[]): PlateVote | null {
  const lengths = new Set(readings.map(({ text }) => text.length));
  const candidates = new Set(readings.map(({ text }) => text));
  for (const length of lengths) {
    const text = strongest(readings, length);
    if (isPlateText(text)) candidates.add(text);
  }
  let best: { readonly text: string; readonly score: number } | null = null;
  for (const text of candidates) {
    const sum = Array.from(text).reduce(
      (total, character, place) => total + meanLog(readings, text.length, place, character),
      0,
    );
    // By position, so that a longer text is not the less probable for its length.
    const score = sum / text.length;
    if (best === null || score > best.score) best = { text, score };
  }
  if (best === null) return null;
  const { text } = best;
  return {
    text,
    confidences: Array.from(text).map((_, place) => confidenceAt(readings, text, place)),
    agreed: readings.filter((reading) => reading.text === text).length,
  };
}
