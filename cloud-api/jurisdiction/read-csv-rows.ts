import { parse } from 'csv-parse/sync';
import { z } from 'zod';

/** One thing that is wrong in a file. */
export const ImportFault = z.object({
  /** From 1. */
  line: z.int(),
  /** The column or field; empty for the whole line. */
  field: z.string(),
  message: z.string(),
});
export type ImportFault = z.infer<typeof ImportFault>;

/** A line of a table by the names of its columns, with its number in the file. */
export interface CsvRow {
  readonly record: Readonly<Record<string, string>>;
  readonly line: number;
}

/** What came of reading a table. */
export type ReadRows =
  | { readonly status: 'read'; readonly rows: readonly CsvRow[]; readonly columns: readonly string[] }
  | { readonly status: 'wrong'; readonly faults: readonly ImportFault[] };

/** How the header of a table is read. */
export interface CsvColumns {
  /** Names that Chinese offices give the columns. */
  readonly names: Readonly<Record<string, string>>;
  /** Columns that a table with such a header must have. */
  readonly required: (header: readonly string[]) => readonly string[];
}

const CsvRows = z.array(z.object({ record: z.record(z.string(), z.string()), info: z.object({ lines: z.int() }) }));

/** Reads a table: a header, then one entry a line. Cells are trimmed, empty lines left out. */
export function readCsvRows(text: string, { names, required }: CsvColumns): ReadRows {
  let columns: readonly string[] = [];
  let parsed: z.infer<typeof CsvRows>;
  try {
    parsed = CsvRows.parse(
      parse(text, {
        bom: true,
        info: true,
        trim: true,
        skip_empty_lines: true,
        columns: (header: string[]) => {
          const named = header.map((name) => names[name] ?? name);
          columns = named;
          return named;
        },
      }),
    );
  } catch (error) {
    const { lines, message } = error as { lines?: number; message: string };
    return { status: 'wrong', faults: [{ line: lines ?? 1, field: '', message }] };
  }
  const missing = required(columns).filter((column) => !columns.includes(column));
  if (missing.length > 0) {
    const field = missing.join(', ');
    return { status: 'wrong', faults: [{ line: 1, field, message: `the header lacks ${field}` }] };
  }
  return { status: 'read', columns, rows: parsed.map(({ record, info: { lines: line } }) => ({ record, line })) };
}
