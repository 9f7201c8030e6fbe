/** A row that may be given a column, and what that is worth. */
export interface Pairing {
  readonly row: number;
  readonly column: number;
  /** More than 0: a row that finds no pairing stays alone, which is worth 0. */
  readonly gain: number;
}

/** Marks a row without a column, and a column without a row. */
const NONE = -1;

interface Candidates {
  readonly columns: readonly number[];
  readonly costs: readonly number[];
}

function candidatesByRow(rows: number, pairings: readonly Pairing[]): readonly Candidates[] {
  const byRow = Array.from({ length: rows }, () => ({ columns: new Array<number>(), costs: new Array<number>() }));
  for (const { row, column, gain } of pairings) {
    byRow[row]?.columns.push(column);
    byRow[row]?.costs.push(-gain);
  }
  return byRow;
}

/**
 * Pairs rows with columns so that the sum of gains is the highest that there is: shortest augmenting paths with prices on the columns
 * (Jonker and Volgenant, https://doi.org/10.1007/BF02278710), over the listed pairings alone. Each row is added in turn, and only what it
 * competes with, directly or through others, is looked at again: groups that share nothing cost nothing to one another.
 *
 * @param rows - number of rows; rows and columns count from 0
 * @returns the column of each row, -1 for a row that stays alone
 */
export function assign(rows: number, columns: number, pairings: readonly Pairing[]): Int32Array {
  const byRow = candidatesByRow(rows, pairings);
  const columnOf = new Int32Array(rows).fill(NONE);
  const rowOf = new Int32Array(columns).fill(NONE);
  const price = new Float64Array(columns);
  const ownCost = new Float64Array(rows);
  const reach = new Float64Array(columns).fill(Infinity);
  const cameFrom = new Int32Array(columns);
  const isScanned = new Uint8Array(columns);

  for (let start = 0; start < rows; start += 1) {
    const touched: number[] = [];
    let row = start;
    let length = 0;
    /** The cheapest way found to leave one of the rows on the path alone. */
    let alone = { row: start, length: 0 };
    let end = NONE;
    for (;;) {
      const offset = row === start ? 0 : length - (ownCost[row] ?? 0) + (price[columnOf[row] ?? NONE] ?? 0);
      if (offset < alone.length) alone = { row, length: offset };
      const candidates = byRow[row] ?? { columns: [], costs: [] };
      for (let at = 0; at < candidates.columns.length; at += 1) {
        const column = candidates.columns[at] ?? 0;
        const known = reach[column] ?? Infinity;
        const tried = offset + (candidates.costs[at] ?? 0) - (price[column] ?? 0);
        if (isScanned[column] === 1 || tried >= known) continue;
        if (known === Infinity) touched.push(column);
        reach[column] = tried;
        cameFrom[column] = row;
      }
      let nearest = NONE;
      for (const column of touched) {
        if (isScanned[column] === 1) continue;
        if (nearest === NONE || (reach[column] ?? 0) < (reach[nearest] ?? 0)) nearest = column;
      }
      if (nearest === NONE || alone.length <= (reach[nearest] ?? 0)) {
        length = alone.length;
        break;
      }
      length = reach[nearest] ?? 0;
      const holder = rowOf[nearest] ?? NONE;
      if (holder === NONE) {
        end = nearest;
        break;
      }
      isScanned[nearest] = 1;
      row = holder;
    }

    for (const column of touched) {
      if (isScanned[column] === 1) price[column] = (price[column] ?? 0) + (reach[column] ?? 0) - length;
      isScanned[column] = 0;
      reach[column] = Infinity;
    }
    // Along the path, each row takes the column that led on from it; the one left alone gives its column up.
    let column = end === NONE ? (columnOf[alone.row] ?? NONE) : end;
    if (end === NONE) columnOf[alone.row] = NONE;
    while (column !== NONE) {
      const taker = cameFrom[column] ?? 0;
      const next: number = columnOf[taker] ?? NONE;
      const candidates = byRow[taker];
      rowOf[column] = taker;
      columnOf[taker] = column;
      ownCost[taker] = candidates?.costs[candidates.columns.indexOf(column)] ?? 0;
      column = next;
    }
  }
  return columnOf;
}
