import type { DataFlag, Factor } from '@lamppost/contracts';
import type Database from 'libsql';

/** Readings of one statement, at most. */
const MOST_ROWS = 64;
/** Of each reading: its time and its value. */
const POINT = 2;

/** Readings of one sensor and factor that have the same flag and marks. */
export interface ReadingRun {
  readonly sensorId: string;
  readonly factor: Factor;
  readonly flag: DataFlag;
  /** Bits of the marks. */
  readonly marks: number;
  /** Time and value of each in turn. */
  readonly points: readonly number[];
}

/** What the readings share is given once: to give a value to a statement takes about a microsecond. */
function insertOf(rows: number): string {
  const values = Array.from({ length: rows }, (_, row) => `(?1, ?2, ?${5 + POINT * row}, ?${6 + POINT * row}, ?3, ?4)`);
  return `INSERT INTO reading (sensor_id, factor, measured_at_ms, value, flag, marks)
    VALUES ${values.join(', ')} ON CONFLICT DO NOTHING`;
}

/**
 * Prepares what stores batches of readings in one synced transaction, all or none; it returns how many were new of each batch. It throws
 * SqliteError, as with code `SQLITE_FULL`, when it can't.
 */
export function prepareInsert(
  database: Database.Database,
): (batches: readonly (readonly ReadingRun[])[]) => readonly number[] {
  const statements = new Map<number, Database.Statement>();
  const statementOf = (rows: number): Database.Statement => {
    const known = statements.get(rows);
    if (known !== undefined) return known;
    const fresh = database.prepare(insertOf(rows));
    statements.set(rows, fresh);
    return fresh;
  };
  const put = (runs: readonly ReadingRun[]): number => {
    let stored = 0;
    for (const { sensorId, factor, flag, marks, points } of runs)
      for (let at = 0; at < points.length; at += POINT * MOST_ROWS) {
        const part = points.slice(at, at + POINT * MOST_ROWS);
        stored += statementOf(part.length / POINT).run(sensorId, factor, flag, marks, ...part).changes;
      }
    return stored;
  };
  const store = database.transaction((batches: readonly (readonly ReadingRun[])[]) => batches.map(put));
  return (batches) => store.immediate(batches);
}
