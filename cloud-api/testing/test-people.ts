import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import type { PersonRole } from '../access/roles.js';
import { makeAccountId } from '../accounts/manage-accounts.js';
import { systemClock } from '../clock.js';
import { openDatabase, type CloudDatabase } from '../database/open-database.js';
import { createSessionStore } from '../sessions/session-store.js';
import { databaseUrl, type TestCloud } from './test-cloud.js';

/** Somebody with an account, who asks with a token. */
export interface TestPerson {
  readonly accountId: string;
  /** Asks the cloud as this person; a body is sent as JSON, unless it is text or bytes. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** What a test makes people with. */
export interface TestPeople {
  readonly database: CloudDatabase;
  /** Somebody with these roles, limited to a bureau and areas where they are named. */
  make(roles: PersonRole[], scope?: { bureauId?: string; areaIds?: string[] }): Promise<TestPerson>;
  /** Lets the database go. */
  close(): Promise<void>;
}

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array;
}

/** Makes people straight in the database of a cloud, without the time that passwords take. */
export async function openTestPeople(cloud: TestCloud): Promise<TestPeople> {
  const database = await openDatabase({ url: databaseUrl(cloud), log: pino({ level: 'silent' }) });
  const sessions = createSessionStore({ database, clock: systemClock });
  return {
    database,
    make: async (roles, { bureauId = null, areaIds = null } = {}) => {
      const accountId = makeAccountId();
      await database
        .insertInto('accounts')
        .values({
          account_id: accountId,
          login_name: `test-${randomBytes(6).toString('hex')}`,
          display_name: `${roles.join(' ')} ${bureauId ?? ''}`,
          password_hash: null,
          password_expires_at_ms: null,
          issuer: null,
          subject: null,
          roles,
          bureau_id: bureauId,
          area_ids: areaIds,
          disabled_at_ms: null,
          created_at_ms: systemClock.nowMs(),
          signed_in_at_ms: null,
        })
        .execute();
      const token = await sessions.beginToken(accountId);
      return {
        accountId,
        ask: async (method, path, body, headers = {}) =>
          await fetch(`${cloud.url}${path}`, {
            method,
            headers: {
              authorization: `Bearer ${token}`,
              ...(body === undefined ? {} : { 'content-type': 'application/json' }),
              ...headers,
            },
            ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
          }),
      };
    },
    close: async () => {
      await database.destroy();
    },
  };
}
