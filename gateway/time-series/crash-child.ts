import { SqliteTimeSeries } from './sqlite-time-series.js';

/** Stores readings without end, in its thread, and says after each batch up to which it is stored; a test kills it. */
const [path = ''] = process.argv.slice(2);
const BATCH = 7;
const series = new SqliteTimeSeries({ path });
let next = series.query('dust-1', 'a34001', 0, Number.MAX_SAFE_INTEGER, 1).at(-1)?.measuredAtMs ?? -1;
for (;;) {
  const batch = Array.from({ length: BATCH }, () => {
    next += 1;
    return { sensorId: 'dust-1', factor: 'a34001', measuredAtMs: next, value: next, flag: 'N' } as const;
  });
  await series.store(batch);
  process.stdout.write(`${next}\n`);
}
