/**
 * Groups cells of a grid that touch one another, by an edge or a corner.
 *
 * @param cells - numbers of cells, row by row from the top left
 * @returns the groups, each in ascending order, by their first cell
 */
export function connectCells(cells: Iterable<number>, columns: number): number[][] {
  const left = new Set([...cells].sort((a, b) => a - b));
  const groups: number[][] = [];
  for (const first of left) {
    left.delete(first);
    const group = [first];
    // The group grows while it is walked through.
    for (const cell of group)
      for (const neighbour of neighbours(cell, columns)) if (left.delete(neighbour)) group.push(neighbour);
    groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}

function neighbours(cell: number, columns: number): number[] {
  const column = cell % columns;
  const across = [-1, 0, 1].filter((step) => column + step >= 0 && column + step < columns);
  return [-columns, 0, columns].flatMap((down) => across.map((step) => cell + down + step));
}
