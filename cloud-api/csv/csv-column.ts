/** Languages that headers and words are in. */
export type CsvLanguage = 'zh' | 'en';

/** How cells are written. */
export interface CsvStyle {
  readonly language: CsvLanguage;
  /** Time zone of moments, by its IANA name. */
  readonly zone: string;
}

/** What a cell may hold; null and undefined: nothing. */
export type CsvCell = string | number | null | undefined;

/** A column of a table: its header, and what a row has in it. */
export interface CsvColumn<Row> {
  readonly zh: string;
  readonly en: string;
  readonly cell: (row: Row, style: CsvStyle) => CsvCell;
}
