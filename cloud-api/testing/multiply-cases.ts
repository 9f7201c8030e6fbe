import { type RawBuilder, sql } from 'kysely';
import { pino } from 'pino';
import { openDatabase, type CloudDatabase } from '../database/open-database.js';

/** Days over which copies of a case are spread. */
const SPREAD_DAYS = 730;
/** Packages and their files are copied for one case of so many: they are large, and those cases alone can be opened. */
const OPENED_EACH = 100;
const DAY_MS = 86_400_000;

/** One copy of twenty is open, in one of the first four. */
const STATES = ['candidate', 'in_review', 'confirmed', 'transferred', 'accepted', 'rejected', 'corrected', 'expired'];
const MATTERS = ['parking', 'stall', 'burning', 'dust'];

type Values = Readonly<Record<string, RawBuilder<unknown>>>;

const pick = (names: readonly string[], place: RawBuilder<unknown>) =>
  sql`(array[${sql.join(names.map((name) => sql.lit(name)))}])[${place}]`;

/** Copies the row of a table in which `key` is `value`, once for each `n` of a series, with other values where some are given. */
async function copyRow(
  database: CloudDatabase,
  row: { readonly table: string; readonly key: string; readonly value: string },
  values: Values,
  series: RawBuilder<unknown>,
): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = current_schema() and table_name = ${row.table} and is_identity = 'NO'`.execute(database);
  const names = rows.map(({ name }) => name);
  const columns = names.map((name) => values[name] ?? sql.ref(`template.${name}`));
  await sql`
    insert into ${sql.table(row.table)} (${sql.join(names.map((name) => sql.ref(name)))})
    select ${sql.join(columns)} from ${sql.table(row.table)} template, ${series}
    where ${sql.ref(`template.${row.key}`)} = ${row.value}`.execute(database);
}

/**
 * Copies a case until there are `total`: in all states, matters and severities, of 40 bureaus and two years.
 *
 * @returns copies that can be opened
 */
export async function multiplyCases(url: string, caseId: string, total: number): Promise<readonly string[]> {
  const database = await openDatabase({ url, log: pino({ level: 'silent' }) });
  try {
    const { count } = await database
      .selectFrom('cases')
      .select((expression) => expression.fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow();
    const from = Number(count) + 1;
    const { digest } = await database
      .selectFrom('packages')
      .select('digest')
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow();
    const series = sql`generate_series(${sql.lit(from)}, ${sql.lit(total)}) n`;
    const someOfIt = sql`(select n from ${series} where n % ${sql.lit(OPENED_EACH)} = 0) n`;
    const isOpen = sql`n % 20 = 0`;
    const at = sql`template.triggered_at_ms - (n * 7919::bigint % ${sql.lit(SPREAD_DAYS * 24)}) * ${sql.lit(DAY_MS / 24)}`;
    const own: Values = {
      case_id: sql`'LP-20200101-' || lpad(n::text, 7, '0')`,
      violation_id: sql`md5('violation ' || n)`,
      digest: sql`md5('package ' || n) || md5('again ' || n)`,
      matter: pick(MATTERS, sql`1 + n % 4`),
      severity: sql`1 + n / 4 % 5`,
      started_at_ms: sql`${at} - 60000`,
      triggered_at_ms: at,
    };
    await copyRow(
      database,
      { table: 'cases', key: 'case_id', value: caseId },
      {
        ...own,
        state: pick(STATES, sql`case when ${isOpen} then 1 + n / 20 % 4 else 5 + n % 4 end`),
        bureau_id: sql`'bureau-' || n % 40`,
        opened_at_ms: sql`${at} + 60000`,
        clock: sql`case when ${isOpen} then 'review' end`,
        clock_started_at_ms: sql`case when ${isOpen} then ${at} end`,
        due_at_ms: sql`case when ${isOpen} then ${at} + ${sql.lit(5 * DAY_MS)} end`,
      },
      series,
    );
    await copyRow(database, { table: 'case_violations', key: 'case_id', value: caseId }, own, series);
    const place = { ...own, sequence: sql`100 + n` };
    await copyRow(database, { table: 'packages', key: 'case_id', value: caseId }, place, someOfIt);
    await copyRow(database, { table: 'package_files', key: 'digest', value: digest }, own, someOfIt);
    await sql`analyze`.execute(database);
    const opened = await database
      .selectFrom('packages')
      .select('case_id')
      .where('case_id', 'like', 'LP-20200101-%')
      .orderBy('digest')
      .limit(1000)
      .execute();
    return opened.map((row) => row.case_id);
  } finally {
    await database.destroy();
  }
}
