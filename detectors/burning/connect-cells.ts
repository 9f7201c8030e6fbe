/**
 * Groups cells of a grid that touch one another, by an edge or a corner.
 *
 * @param cells - numbers of cells, row by row from the top left
 * @returns the groups, each in ascending order, by their first cell
 */
export function connectCells(cells: Iterable<number>, columns: number): number[][] {
  const sorted = [...cells].sort((a, b) => a - b);
  const isLeft = new Uint8Array((sorted.at(-1) ?? -1) + 1);
  for (const cell of sorted) isLeft[cell] = 1;
  const groups: number[][] = [];
  for (const first of sorted) {
    if (isLeft[first] !== 1) continue;
    isLeft[first] = 0;
    const group = [first];
    // The group grows while it is walked through.
    for (const cell of group)
      for (const neighbour of neighbours(cell, columns)) {
        if (isLeft[neighbour] !== 1) continue;
        isLeft[neighbour] = 0;
        group.push(neighbour);
      }
    groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}

/** A cell and those that touch it, by an edge or a corner; below the grid there may be some that it does not have. */
export function neighbours(cell: number, columns: number): number[] {
  const column = cell % columns;
  const left = column === 0 ? 0 : -1;
  const right = column === columns - 1 ? 0 : 1;
  const found: number[] = [];
  for (let row = cell - columns; row <= cell + columns; row += columns)
    if (row >= 0) for (let step = left; step <= right; step += 1) found.push(row + step);
  return found;
}
