import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseUrl, startTestCloud, type TestCloud } from '../testing/test-cloud.js';
import { openDatabase, type CloudDatabase } from './open-database.js';
import { prepareStatement } from './prepared-statement.js';

const double = prepareStatement<{ doubled: number }>('test-double', 'select 2 * $1::integer as doubled');
let cloud: TestCloud;
let database: CloudDatabase;
beforeAll(async () => {
  cloud = await startTestCloud();
  database = await openDatabase({ url: databaseUrl(cloud), log: pino({ level: 'silent' }) });
});
afterAll(async () => {
  await database.destroy();
  await cloud.close();
  cloud.remove();
});

test('a connection prepares a statement once, and runs it with other values', async () => {
  const runs = await database.transaction().execute(async (transaction) => {
    const doubled = [await double(transaction, 4), await double(transaction, 5)];
    const { rows } = await sql<{ name: string; runs: number }>`
      select name, generic_plans + custom_plans as runs from pg_prepared_statements`.execute(transaction);
    return { doubled, rows: rows.filter(({ name }) => name === 'test-double') };
  });
  expect(runs).toEqual({ doubled: [[{ doubled: 8 }], [{ doubled: 10 }]], rows: [{ name: 'test-double', runs: 2 }] });
});

test('it fails with the values of one call, and goes on with the next', async () => {
  await expect(double(database, 'no number')).rejects.toThrow('invalid input syntax');
  expect(await double(database, 6)).toEqual([{ doubled: 12 }]);
});
