import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { PersonRole } from '../access/roles.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';

/** How long a session lasts that began with the access code, in milliseconds. */
export const SESSION_LIFE_MS = 12 * 3_600_000;
/** How long a session of an account lasts: a working day. */
export const ACCOUNT_SESSION_LIFE_MS = 8 * 3_600_000;
/** How long a session of an account lasts unused. */
export const IDLE_LIFE_MS = 30 * 60_000;
/** How long a token lasts. */
export const TOKEN_LIFE_MS = 15 * 60_000;
/** How tokens begin, so that a scanner for secrets knows them. */
export const TOKEN_PREFIX = 'lpt_';
const MAX_SESSIONS = 1_000;
const MAX_SESSIONS_OF_ACCOUNT = 20;
/** A session's use is noted no more often than this. */
const NOTE_AFTER_MS = 60_000;

/** What an open session belongs to. */
export interface SessionOwner {
  /** Null: the access code. */
  readonly account: {
    readonly accountId: string;
    readonly displayName: string;
    readonly roles: readonly PersonRole[];
    readonly bureauId: string | null;
    readonly areaIds: readonly string[] | null;
    readonly mustChangePassword: boolean;
  } | null;
}

/** Sessions of people who signed in. The database holds hashes of their IDs alone. */
export interface SessionStore {
  /**
   * Begins a session of an account (null: of the access code) and gives its ID. Of those that began with the access code 1,000 are kept, of
   * an account 20: beyond, the one that ends first is ended.
   */
  begin(accountId: string | null): Promise<string>;
  /** Begins a short-lived token of an account (null: of the access code); no more than 20 of an account. */
  beginToken(accountId: string | null): Promise<string>;
  /** Whom an open session or token belongs to; null when it is not open, or its account is disabled. */
  find(sessionId: string, kind: 'page' | 'token'): Promise<SessionOwner | null>;
  end(sessionId: string): Promise<void>;
}

function hashId(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex');
}

/** Sessions kept in the database, so that they outlast a restart and any replica knows them. */
export function createSessionStore(options: { database: CloudDatabase; clock: Clock }): SessionStore {
  const { database, clock } = options;

  const insert = async (
    sessionId: string,
    session: { accountId: string | null; kind: 'page' | 'token'; lifeMs: number; idleMs: number | null },
  ) => {
    const { accountId, kind, lifeMs, idleMs } = session;
    const nowMs = clock.nowMs();
    await database.deleteFrom('sessions').where('expires_at_ms', '<=', nowMs).execute();
    await database
      .insertInto('sessions')
      .values({
        id_hash: hashId(sessionId),
        expires_at_ms: nowMs + lifeMs,
        account_id: accountId,
        kind,
        idle_expires_at_ms: idleMs === null ? null : nowMs + idleMs,
      })
      .execute();
    const isOwn = sql<boolean>`account_id is not distinct from ${accountId} and kind = ${kind}`;
    await database
      .deleteFrom('sessions')
      .where('id_hash', 'in', (query) =>
        query
          .selectFrom('sessions')
          .select('id_hash')
          .where(isOwn)
          .orderBy('expires_at_ms', 'desc')
          .offset(accountId === null ? MAX_SESSIONS : MAX_SESSIONS_OF_ACCOUNT),
      )
      .execute();
    return sessionId;
  };
  return {
    begin: async (accountId) => {
      const lifeMs = accountId === null ? SESSION_LIFE_MS : ACCOUNT_SESSION_LIFE_MS;
      const idleMs = accountId === null ? null : IDLE_LIFE_MS;
      return await insert(randomBytes(32).toString('base64url'), { accountId, kind: 'page', lifeMs, idleMs });
    },
    beginToken: async (accountId) => {
      const token = `${TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`;
      return await insert(token, { accountId, kind: 'token', lifeMs: TOKEN_LIFE_MS, idleMs: null });
    },
    find: async (sessionId, kind) => {
      const nowMs = clock.nowMs();
      const row = await database
        .selectFrom('sessions')
        .leftJoin('accounts', 'accounts.account_id', 'sessions.account_id')
        .select(['sessions.account_id', 'sessions.idle_expires_at_ms', 'accounts.display_name', 'accounts.roles'])
        .select(['accounts.bureau_id', 'accounts.area_ids', 'accounts.must_change_password'])
        .where('sessions.id_hash', '=', hashId(sessionId))
        .where('sessions.kind', '=', kind)
        .where('sessions.expires_at_ms', '>', nowMs)
        .where('accounts.disabled_at_ms', 'is', null)
        .executeTakeFirst();
      if (row === undefined) return null;
      const { idle_expires_at_ms: idleMs, account_id: accountId, roles, display_name: displayName } = row;
      if (idleMs !== null && idleMs <= nowMs) return null;
      if (idleMs !== null && idleMs < nowMs + IDLE_LIFE_MS - NOTE_AFTER_MS)
        await database
          .updateTable('sessions')
          .set({ idle_expires_at_ms: nowMs + IDLE_LIFE_MS })
          .where('id_hash', '=', hashId(sessionId))
          .execute();
      if (accountId === null) return { account: null };
      if (roles === null || displayName === null) return null;
      return {
        account: {
          ...{ accountId, displayName, roles, bureauId: row.bureau_id, areaIds: row.area_ids },
          mustChangePassword: row.must_change_password === true,
        },
      };
    },
    end: async (sessionId) => {
      await database.deleteFrom('sessions').where('id_hash', '=', hashId(sessionId)).execute();
    },
  };
}
