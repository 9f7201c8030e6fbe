import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';

/** How long a session lasts, in milliseconds. */
export const SESSION_LIFE_MS = 12 * 3_600_000;
const MAX_SESSIONS = 1_000;

/** Sessions of people who signed in. The database holds hashes of their IDs alone. */
export interface SessionStore {
  /** Begins a session and gives its ID. Beyond 1,000 sessions the one that ends first is ended. */
  begin(): Promise<string>;
  isOpen(sessionId: string): Promise<boolean>;
  end(sessionId: string): Promise<void>;
}

function hashId(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex');
}

/** Sessions kept in the database, so that they outlast a restart and any replica knows them. */
export function createSessionStore(options: { database: CloudDatabase; clock: Clock }): SessionStore {
  const { database, clock } = options;
  return {
    begin: async () => {
      const sessionId = randomBytes(32).toString('base64url');
      const nowMs = clock.nowMs();
      await database.deleteFrom('sessions').where('expires_at_ms', '<=', nowMs).execute();
      await database
        .insertInto('sessions')
        .values({ id_hash: hashId(sessionId), expires_at_ms: nowMs + SESSION_LIFE_MS })
        .execute();
      await database
        .deleteFrom('sessions')
        .where('id_hash', 'in', (query) =>
          query.selectFrom('sessions').select('id_hash').orderBy('expires_at_ms', 'desc').offset(MAX_SESSIONS),
        )
        .execute();
      return sessionId;
    },
    isOpen: async (sessionId) => {
      const row = await database
        .selectFrom('sessions')
        .select('id_hash')
        .where('id_hash', '=', hashId(sessionId))
        .where('expires_at_ms', '>', clock.nowMs())
        .executeTakeFirst();
      return row !== undefined;
    },
    end: async (sessionId) => {
      await database.deleteFrom('sessions').where('id_hash', '=', hashId(sessionId)).execute();
    },
  };
}
