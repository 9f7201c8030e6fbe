import type { CloudDatabase } from '../database/open-database.js';

/** A secret that all replicas share: whichever starts first makes it. */
export async function shareSecret(database: CloudDatabase, name: string, make: () => string): Promise<string> {
  await database
    .insertInto('shared_secrets')
    .values({ name, secret: make() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await database
    .selectFrom('shared_secrets')
    .select('secret')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return row.secret;
}
