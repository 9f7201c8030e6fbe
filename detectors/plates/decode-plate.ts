import type { PlateColour } from '@lamppost/contracts';
import { alignForm } from './align-form.js';
import { COLUMNS, type CharacterLattice } from './character-lattice.js';
import { ANY, ctcLikelihood } from './ctc-likelihood.js';
import { PLATE_CHARACTERS, PLATE_FORMS, type PlateForm } from './plate-grammar.js';

/** The text that a lattice most probably says, with what else each position might hold. */
export interface DecodedPlate {
  readonly text: string;
  /** Logarithm of the probability that the lattice says this and nothing else, less the rarity of such a plate. */
  readonly score: number;
  /** For each position the probability of each character that its form allows there, given the others. They add up to 1 or less. */
  readonly positions: readonly ReadonlyMap<string, number>[];
}

/** Against a form whose plates have another ground colour. */
const WRONG_COLOUR = -2;

function priorOf(form: PlateForm, colour: PlateColour): number {
  // White and black are also what any plate looks like by infrared light.
  const isTold = colour === 'blue' || colour === 'yellow' || colour === 'green';
  return form.prior + (isTold && !form.colours.includes(colour) ? WRONG_COLOUR : 0);
}

function replaced(sequence: readonly number[], place: number, column: number): number[] {
  return sequence.map((given, index) => (index === place ? column : given));
}

function weighPosition(lattice: CharacterLattice, sequence: readonly number[], form: PlateForm, place: number) {
  const any = ctcLikelihood(lattice, replaced(sequence, place, ANY));
  const weights = Array.from(form.slots[place] ?? '').map((character) => {
    const likelihood = ctcLikelihood(lattice, replaced(sequence, place, COLUMNS.get(character) ?? 0));
    return [character, Math.exp(likelihood - any)] as const;
  });
  // What any character would give is at least what the allowed ones give together, but for the floor under each.
  const sum = Math.max(
    1,
    weights.reduce((total, [, weight]) => total + weight, 0),
  );
  return new Map(weights.map(([character, weight]) => [character, weight / sum]));
}

/**
 * Reads a plate off a lattice: of every form of plate its most probable text, and of these the most probable. Null when the lattice has
 * fewer steps than a plate has characters.
 */
export function decodePlate(lattice: CharacterLattice, colour: PlateColour): DecodedPlate | null {
  let best: { readonly form: PlateForm; readonly sequence: readonly number[]; readonly score: number } | null = null;
  for (const form of PLATE_FORMS) {
    const sequence = alignForm(lattice, form);
    if (sequence === null) continue;
    const score = ctcLikelihood(lattice, sequence) + priorOf(form, colour);
    if (best === null || score > best.score) best = { form, sequence, score };
  }
  if (best === null) return null;
  const { form, sequence, score } = best;
  return {
    text: sequence.map((column) => PLATE_CHARACTERS[column - 1] ?? '').join(''),
    score,
    positions: sequence.map((_, place) => weighPosition(lattice, sequence, form, place)),
  };
}
