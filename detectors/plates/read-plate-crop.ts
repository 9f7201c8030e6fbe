import type { PlateReading } from '@lamppost/contracts';
import type { PlateRecogniser } from './plate-recogniser.js';
import { voteReadings } from './vote-readings.js';

/** What a picture of nothing but a plate says. */
export type PlateCropReading = Omit<PlateReading, 'box'>;

/**
 * Reads one picture of nothing but a plate.
 *
 * @param picture - a file's bytes, JPEG or PNG
 * @returns the most probable plate, however doubtful; null when no form of plate fits at all
 * @throws Error when the bytes are no picture
 */
export async function readPlateCrop(recogniser: PlateRecogniser, picture: Buffer): Promise<PlateCropReading | null> {
  const recognised = await recogniser.read(picture);
  const vote = recognised === null ? null : voteReadings([recognised]);
  if (recognised === null || vote === null) return null;
  const { text, confidences } = vote;
  return {
    text,
    colour: recognised.colour,
    characters: Array.from(text).map((character, place) => ({ character, confidence: confidences[place] ?? 0 })),
    confidence: confidences.reduce((product, confidence) => product * confidence, 1),
  };
}
