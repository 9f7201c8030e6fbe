/** A place where two aligned texts meet: a character of each, or null where one has none. */
export interface AlignedPair {
  readonly expected: string | null;
  readonly read: string | null;
}

/** Lays two texts side by side with the fewest changes, additions and omissions; changes are preferred where the number is the same. */
export function alignTexts(expected: string, read: string): AlignedPair[] {
  const left = Array.from(expected);
  const right = Array.from(read);
  const width = right.length + 1;
  const costs = new Uint16Array((left.length + 1) * width);
  const cost = (row: number, column: number) => costs[row * width + column] ?? 0;
  const change = (row: number, column: number) =>
    cost(row - 1, column - 1) + (left[row - 1] === right[column - 1] ? 0 : 1);
  for (let row = 0; row <= left.length; row += 1)
    for (let column = 0; column <= right.length; column += 1) {
      const best =
        row === 0 || column === 0
          ? row + column
          : Math.min(change(row, column), cost(row - 1, column) + 1, cost(row, column - 1) + 1);
      costs[row * width + column] = best;
    }
  const pairs: AlignedPair[] = [];
  let [row, column] = [left.length, right.length];
  while (row > 0 || column > 0) {
    const isChange = row > 0 && column > 0 && cost(row, column) === change(row, column);
    const isOmission = !isChange && row > 0 && cost(row, column) === cost(row - 1, column) + 1;
    const takesLeft = isChange || isOmission;
    const takesRight = isChange || !isOmission;
    pairs.push({
      expected: takesLeft ? (left[row - 1] ?? null) : null,
      read: takesRight ? (right[column - 1] ?? null) : null,
    });
    if (takesLeft) row -= 1;
    if (takesRight) column -= 1;
  }
  return pairs.reverse();
}
