import { EpochMs, Matter, Sha256Hex, Slug } from '@lamppost/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { CloudDatabase } from '../../database/open-database.js';
import type { CaseScope } from '../list-cases.js';
import { withinScope } from './within-scope.js';
import { Proportion, proportionOf } from './proportion.js';

const count = z.int().min(0);

/** How often one rule, in one version of the rules, was right at one camera or sensor. */
export const RulePrecision = z.object({
  gatewayId: Slug,
  sourceId: Slug,
  ruleId: Slug,
  matter: Matter,
  rules: z.object({ sha256: Sha256Hex, version: z.string().nullable() }),
  /** Violations by what people made of them; `open` has no verdict, `excused` speaks neither for the rule nor against it. */
  verdicts: z.object({ confirmed: count, rejected: count, excused: count, open: count }),
  /** Confirmed ones among those that were confirmed or rejected. */
  precision: Proportion,
});
export type RulePrecision = z.infer<typeof RulePrecision>;

/** A page of them, by gateway, source, rule and version; `nextCursor` is null on the last page. */
export const PrecisionPage = z.object({ rules: z.array(RulePrecision), nextCursor: z.string().nullable() });
export type PrecisionPage = z.infer<typeof PrecisionPage>;

/** What is counted. */
export const PrecisionFilter = z.strictObject({
  gatewayId: Slug.optional(),
  matter: Matter.optional(),
  /** Violations that were told from then on, and before then. */
  fromMs: z.coerce.number().pipe(EpochMs).optional(),
  toMs: z.coerce.number().pipe(EpochMs).optional(),
});
export type PrecisionFilter = z.infer<typeof PrecisionFilter>;

const Position = z.tuple([z.string(), z.string(), z.string(), z.string()]);
/** Gateway, source, rule and version that a page ended with. */
export type PrecisionPosition = z.infer<typeof Position>;

/** Reads a cursor back; null when it is none of ours. */
export function decodePrecisionCursor(cursor: string): PrecisionPosition | null {
  try {
    return Position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}

/** Counts verdicts within bureau and areas for each rule version and camera or sensor. */
export async function readPrecision(
  database: CloudDatabase,
  page: { filter: PrecisionFilter; after: PrecisionPosition | null; limit: number; scope: CaseScope },
): Promise<PrecisionPage> {
  const { filter, after, limit, scope } = page;
  const counted = (verdict: string | null) =>
    sql<number>`count(*) filter (where verdict is not distinct from ${verdict})`;
  let query = database
    .selectFrom('case_violations')
    .select(['gateway_id', 'source_id', 'rule_id', 'rules_sha256'])
    .select(sql<Matter>`min(matter)`.as('matter'))
    .select(sql<string | null>`min(rules_version)`.as('rules_version'))
    .select(counted('confirmed').as('confirmed'))
    .select(counted('rejected').as('rejected'))
    .select(counted('excused').as('excused'))
    .select(counted(null).as('open'))
    .where(withinScope(scope));
  if (filter.gatewayId !== undefined) query = query.where('gateway_id', '=', filter.gatewayId);
  if (filter.matter !== undefined) query = query.where('matter', '=', filter.matter);
  if (filter.fromMs !== undefined) query = query.where('triggered_at_ms', '>=', filter.fromMs);
  if (filter.toMs !== undefined) query = query.where('triggered_at_ms', '<', filter.toMs);
  if (after !== null)
    query = query.where(sql<boolean>`(gateway_id, source_id, rule_id, rules_sha256) > (${sql.join(after, sql`, `)})`);
  const keys = ['gateway_id', 'source_id', 'rule_id', 'rules_sha256'] as const;
  const rows = await query
    .groupBy(keys)
    .orderBy('gateway_id')
    .orderBy('source_id')
    .orderBy('rule_id')
    .orderBy('rules_sha256')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rules: shown.map((row) => ({
      gatewayId: row.gateway_id,
      sourceId: row.source_id,
      ruleId: row.rule_id,
      matter: row.matter,
      rules: { sha256: row.rules_sha256, version: row.rules_version },
      verdicts: { confirmed: row.confirmed, rejected: row.rejected, excused: row.excused, open: row.open },
      precision: proportionOf(row.confirmed, row.confirmed + row.rejected),
    })),
    nextCursor:
      rows.length > limit && last !== undefined
        ? Buffer.from(JSON.stringify(keys.map((key) => last[key]))).toString('base64url')
        : null,
  };
}
