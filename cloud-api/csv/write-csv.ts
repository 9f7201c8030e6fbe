import { stringify } from 'csv-stringify/sync';
import type { CsvCell, CsvColumn, CsvStyle } from './csv-column.js';

/** Without it Excel takes UTF-8 for the encoding of the machine. */
const BYTE_ORDER_MARK = '\uFEFF';
/** What a spreadsheet may take for the beginning of a formula, once it has passed over what cannot be seen. */
const HIDDEN_FORMULA = /^[\u0000-\u0020\u00A0\u200B\uFEFF]+[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

function defuse(cell: CsvCell): CsvCell {
  return typeof cell === 'string' && HIDDEN_FORMULA.test(cell) ? `'${cell}` : cell;
}

function toLines(records: readonly (readonly CsvCell[])[]): string {
  return stringify(
    records.map((record) => record.map(defuse)),
    // RFC 4180 ends lines with CR LF. A formula in a cell would be run by whoever opens the table: an apostrophe makes it text.
    { record_delimiter: 'windows', quoted_string: true, escape_formulas: true },
  );
}

/** Writes a table as CSV (RFC 4180) in UTF-8, in portions: the header, then a page of rows at a time. No more than one page is in memory. */
export async function* writeCsv<Row>(
  columns: readonly CsvColumn<Row>[],
  pages: AsyncIterable<readonly Row[]>,
  style: CsvStyle,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + toLines([columns.map((column) => column[style.language])]);
  for await (const rows of pages)
    if (rows.length > 0) yield toLines(rows.map((row) => columns.map(({ cell }) => cell(row, style))));
}
