import { EpochMs, Matter, Slug } from '@lamppost/contracts';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { CaseScope } from '../cases/list-cases.js';
import { ProblemError } from '../errors/problem-error.js';

const DAY_MS = 86_400_000;
/** Longest period that is counted at a time. */
const MOST_DAYS = 366;
const DEFAULT_DAYS = 30;
/** Rows that one statistic has, at most. */
export const MOST_ROWS = 20_000;

const moment = z.coerce.number().pipe(EpochMs);

/** What every statistic is asked with, as it stands in a query. */
export const StatisticsQuery = z.strictObject({
  fromMs: moment.optional().describe(`Milliseconds since 1970; left out: ${DEFAULT_DAYS} days before \`toMs\``),
  toMs: moment.optional().describe(`Not included; at most ${MOST_DAYS} days after \`fromMs\`; left out: now`),
  matter: Matter.optional(),
  bureauId: z.string().min(1).max(64).optional(),
  areaId: Slug.optional(),
});
export type StatisticsQuery = z.infer<typeof StatisticsQuery>;

/** What is counted: a period, and which cases. */
export interface StatisticsQuestion {
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
  /** Time zone by its IANA name, in which days begin. */
  readonly zone: string;
  readonly matter: Matter | undefined;
  readonly bureauId: string | undefined;
  readonly areaId: string | undefined;
  readonly scope: CaseScope;
}

/**
 * Makes a question out of a query.
 *
 * @throws ProblemError `request.invalid` when the period is empty or too long
 */
export function toQuestion(
  query: StatisticsQuery,
  given: { readonly nowMs: number; readonly zone: string; readonly scope: CaseScope },
): StatisticsQuestion {
  const toMs = query.toMs ?? given.nowMs;
  const fromMs = query.fromMs ?? Math.max(0, toMs - DEFAULT_DAYS * DAY_MS);
  if (fromMs >= toMs) throw new ProblemError('request.invalid', 'fromMs must lie before toMs');
  if (toMs - fromMs > MOST_DAYS * DAY_MS)
    throw new ProblemError('request.invalid', `a period has at most ${MOST_DAYS} days: ask for shorter ones`);
  const { matter, bureauId, areaId } = query;
  return { ...given, fromMs, toMs, matter, bureauId, areaId };
}

/** The cases of a question, of a table that is called `cases` or has another name here: as lists of cases show them. */
export function askedCases(question: StatisticsQuestion, name = 'cases'): RawBuilder<boolean> {
  const { matter, bureauId, areaId, scope } = question;
  const column = (of: string) => sql.ref(`${name}.${of}`);
  const conditions = [
    matter === undefined ? null : sql`${column('matter')} = ${matter}`,
    bureauId === undefined ? null : sql`${column('bureau_id')} = ${bureauId}`,
    areaId === undefined ? null : sql`${column('area_id')} = ${areaId}`,
    scope.bureauId === null ? null : sql`${column('bureau_id')} = ${scope.bureauId}`,
    scope.areaIds === null ? null : sql`${column('area_id')} = any(${[...scope.areaIds]}::text[])`,
  ].filter((condition) => condition !== null);
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

/** Whether a moment of a row lies in the period. */
export function withinPeriod({ fromMs, toMs }: StatisticsQuestion, column: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} >= ${fromMs} and ${sql.ref(column)} < ${toMs}`;
}

/** A moment of a row as the local time of the question's zone. */
export function localTime({ zone }: StatisticsQuestion, column: string): RawBuilder<unknown> {
  return sql`to_timestamp(${sql.ref(column)} / 1000) at time zone ${zone}`;
}

/**
 * The rows of a statistic.
 *
 * @throws ProblemError `request.invalid` when there are too many to be of use
 */
export function boundRows<Row>(rows: readonly Row[]): readonly Row[] {
  if (rows.length > MOST_ROWS)
    throw new ProblemError('request.invalid', `there are more than ${MOST_ROWS} rows: ask for a shorter period`);
  return rows;
}
