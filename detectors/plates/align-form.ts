import { COLUMNS, type CharacterLattice } from './character-lattice.js';
import type { PlateForm } from './plate-grammar.js';

/** A sequence of columns, last first. */
interface Chain {
  readonly column: number;
  readonly before: Chain | null;
}

/** A way through the lattice, as far as it has come. */
interface Path {
  readonly score: number;
  readonly chain: Chain | null;
}

const FLOOR = 1e-4;
const NOWHERE: Path = { score: -Infinity, chain: null };

function better(a: Path, b: Path): Path {
  return b.score > a.score ? b : a;
}

function add({ score, chain }: Path, probability: number | undefined): Path {
  return { score: score + Math.log((probability ?? 0) + FLOOR), chain };
}

/** The best of the paths, and the best of those that end in another column. */
function bestTwo(paths: readonly Path[] = []): readonly [Path, Path] {
  let [first, second] = [NOWHERE, NOWHERE];
  for (const path of paths) {
    if (path.score > first.score) [first, second] = [path, first];
    else second = better(second, path);
  }
  return [first, second];
}

/**
 * The most probable way through a lattice that spells a text of the form (Viterbi), as columns of the lattice; null when the lattice has too
 * few steps for it.
 */
export function alignForm(lattice: CharacterLattice, { slots }: PlateForm): readonly number[] | null {
  const columns = slots.map((slot) => Array.from(slot).map((character) => COLUMNS.get(character) ?? 0));
  // gaps[k]: k characters were spelled, and a gap stands last. ends[k]: character k stands last, a path for each of its columns.
  let gaps: readonly Path[] = [{ score: 0, chain: null }, ...slots.map(() => NOWHERE)];
  let ends: readonly (readonly Path[])[] = columns.map((choices) => choices.map(() => NOWHERE));
  for (const row of lattice) {
    const bests = ends.map(bestTwo);
    const [lastGaps, lastEnds] = [gaps, ends];
    gaps = lastGaps.map((gap, k) => add(better(gap, bests[k - 1]?.[0] ?? NOWHERE), row[0]));
    ends = columns.map((choices, k) => {
      const gap = lastGaps[k] ?? NOWHERE;
      const [first, second] = bests[k - 1] ?? [NOWHERE, NOWHERE];
      return choices.map((column, choice) => {
        // The same character twice needs a gap in between.
        const before = better(gap, first.chain?.column === column ? second : first);
        const begins = { score: before.score, chain: { column, before: before.chain } };
        return add(better(begins, lastEnds[k]?.[choice] ?? NOWHERE), row[column]);
      });
    });
  }
  const best = better(gaps.at(-1) ?? NOWHERE, bestTwo(ends.at(-1))[0]);
  if (best.score === -Infinity) return null;
  const sequence: number[] = [];
  for (let link = best.chain; link !== null; link = link.before) sequence.unshift(link.column);
  return sequence;
}
