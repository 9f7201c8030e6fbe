import { CompiledQuery, type Kysely, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import type { CloudTables } from './schema.js';

/** A statement whose text never changes: a connection has it parsed once, and plans and builds nothing for it any more. */
export type PreparedStatement<Row> = (
  database: Kysely<CloudTables>,
  ...values: readonly unknown[]
) => Promise<readonly Row[]>;

/** Names of prepared statements by their text. */
const names = new Map<string, string>();

/**
 * Prepares what is asked for with every package or request. What is asked seldom, or in many forms, is better built by Kysely.
 *
 * @param name of its own; at most 63 bytes
 * @param text with `$1`, `$2`, ... for values. It names its columns: another version of the cloud may add some to a table while this one runs
 */
export function prepareStatement<Row>(name: string, text: string): PreparedStatement<Row> {
  names.set(text, name);
  return async (database, ...values) => (await database.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows;
}

function namingClient(client: pg.PoolClient): PostgresPoolClient {
  const query = async (text: string, values: readonly unknown[]) => {
    const name = names.get(text);
    return await client.query({ ...(name === undefined ? {} : { name }), text, values: [...values] });
  };
  return {
    // Nothing here reads by cursors, the other form that Kysely's type knows.
    query: query as unknown as PostgresPoolClient['query'],
    release: () => {
      client.release();
    },
  };
}

/** A pool whose connections know prepared statements by their names. */
export function namePrepared(pool: pg.Pool): PostgresPool {
  // Kysely keeps what it knows of a connection by its client, which must be one and the same.
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    connect: async () => {
      const client = await pool.connect();
      const known = clients.get(client) ?? namingClient(client);
      clients.set(client, known);
      return known;
    },
    end: () => pool.end(),
  };
}
