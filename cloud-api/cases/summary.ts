import { Matter } from '@lamppost/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { CloudDatabase } from '../database/open-database.js';

const count = z.int().min(0);

/** How much the cloud holds. */
export const CloudSummary = z.object({
  /** Candidate cases by matter, and all of them. */
  cases: z.object({ total: count, byMatter: z.record(Matter, count) }),
  packages: z.object({
    accepted: count,
    /** Refusals, counting each time a package was sent. */
    refused: count,
    /** How often a package came again after it had been taken in. */
    resent: count,
  }),
});
export type CloudSummary = z.infer<typeof CloudSummary>;

/** Counts the cases within bureau and areas, and all packages. */
export async function summarise(
  database: CloudDatabase,
  scope: { readonly bureauId: string | null; readonly areaIds: readonly string[] | null },
): Promise<CloudSummary> {
  const { fn } = database;
  let cases = database.selectFrom('cases');
  if (scope.bureauId !== null) cases = cases.where('bureau_id', '=', scope.bureauId);
  if (scope.areaIds !== null) cases = cases.where(sql<boolean>`area_id = any(${[...scope.areaIds]}::text[])`);
  const [matters, packages, refusals] = await Promise.all([
    cases
      .select(['matter', fn.countAll<number>().as('cases')])
      .groupBy('matter')
      .execute(),
    database
      .selectFrom('packages')
      .select((build) => [
        fn.countAll<number>().as('accepted'),
        fn.coalesce(fn.sum<number>('resent_count'), build.lit(0)).as('resent'),
      ])
      .executeTakeFirstOrThrow(),
    database
      .selectFrom('refusals')
      .select((build) => fn.coalesce(fn.sum<number>('refused_count'), build.lit(0)).as('refused'))
      .executeTakeFirstOrThrow(),
  ]);
  const byMatter = { dust: 0, parking: 0, stall: 0, burning: 0 };
  for (const { matter, cases } of matters) byMatter[matter] = cases;
  const total = Object.values(byMatter).reduce((all, cases) => all + cases, 0);
  return {
    cases: { total, byMatter },
    packages: { accepted: packages.accepted, refused: refusals.refused, resent: packages.resent },
  };
}
