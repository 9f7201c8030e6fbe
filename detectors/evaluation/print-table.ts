/** A cell of a table: a share is printed as a percentage with one decimal, null as a dash. */
type Cell = string | number | null | { readonly share: number | null };

function textOf(cell: Cell): string {
  if (cell === null) return '-';
  if (typeof cell !== 'object') return String(cell);
  return cell.share === null ? '-' : `${(100 * cell.share).toFixed(1)} %`;
}

/** Columns that a text takes on a terminal: Chinese characters take two. */
function widthOf(text: string): number {
  return text.length + text.replaceAll(/[^\p{Script=Han}]/gu, '').length;
}

/** Lays rows out in columns: the first to the left, the others to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = [head, ...rows.map((row) => row.map(textOf))];
  const widths = head.map((_, column) => Math.max(...texts.map((row) => widthOf(row[column] ?? ''))));
  const lines = texts.map((row) =>
    row
      .map((text, column) => {
        const gap = ' '.repeat((widths[column] ?? 0) - widthOf(text));
        return column === 0 ? text + gap : gap + text;
      })
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}
