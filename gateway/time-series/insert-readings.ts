import type { DataFlag, Factor } from '@lamppost/contracts';
import type Database from 'libsql';

/** Readings in one statement, where there are so many: a call costs as much as two rows. */
const ROWS = 32;
const insertOf = (rows: number) =>
  `INSERT INTO reading (sensor_id, factor, measured_at_ms, value, flag, marks)
  VALUES ${Array.from({ length: rows }, () => '(?, ?, ?, ?, ?, ?)').join(', ')} ON CONFLICT DO NOTHING`;

/** A row of table `reading` before it has its place in the order of arrival: sensor, factor, time, value, flag, bits of its marks. */
export type ReadingValues = readonly [string, Factor, number, number, DataFlag, number];

/**
 * Prepares what stores batches of readings in one synced transaction, all or none; it returns how many were new of each batch. It throws
 * SqliteError, as with code `SQLITE_FULL`, when it can't.
 */
export function prepareInsert(
  database: Database.Database,
): (batches: readonly (readonly ReadingValues[])[]) => readonly number[] {
  const [insert, insertRows] = [database.prepare(insertOf(1)), database.prepare(insertOf(ROWS))];
  const put = (rows: readonly ReadingValues[]) => {
    let stored = 0;
    let at = 0;
    for (; at + ROWS <= rows.length; at += ROWS) stored += insertRows.run(...rows.slice(at, at + ROWS).flat()).changes;
    for (const row of rows.slice(at)) stored += insert.run(...row).changes;
    return stored;
  };
  const store = database.transaction((batches: readonly (readonly ReadingValues[])[]) => batches.map(put));
  return (batches) => store.immediate(batches);
}
