import { timingSafeEqual } from 'node:crypto';
import type { EnrolmentRequest } from '@lamppost/contracts';
import type { Logger } from 'pino';
import { sql, type Transaction } from 'kysely';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import type { ErrorCode } from '../errors/catalogue.js';
import { hashEnrolmentCode } from './enrolment-codes.js';
import { decodePublicKey } from './public-key.js';

/** Outcome of an enrolment; `isNew` is false when the same request was granted before. */
export type EnrolmentResult =
  | { readonly status: 'enrolled'; readonly keyId: string; readonly isNew: boolean }
  | { readonly status: 'refused'; readonly code: Extract<ErrorCode, `enrolment.${string}`> };

function equalHashes(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'));
}

/** Whether an administrator revoked the key, rather than that it gave way to another. */
async function isRevokedByPerson(transaction: Transaction<CloudTables>, keyId: string): Promise<boolean> {
  const key = await transaction
    .selectFrom('gateway_keys')
    .select('revoked_reason')
    .where('key_id', '=', keyId)
    .executeTakeFirst();
  return (key?.revoked_reason ?? null) !== null;
}

/**
 * Lets a gateway in by its one-time code. The same gateway, code and key may ask again, for its answer may have been lost; a new code
 * with a new key replaces the gateway's earlier key.
 */
export async function enrolGateway(
  options: { database: CloudDatabase; clock: Clock; log: Logger },
  request: EnrolmentRequest,
): Promise<EnrolmentResult> {
  const { database, clock, log } = options;
  const { gatewayId } = request;
  const publicKey = decodePublicKey(request.publicKey);
  if (publicKey === null) return { status: 'refused', code: 'enrolment.key-invalid' };
  const { keyId } = publicKey;
  const codeHash = hashEnrolmentCode(gatewayId, request.code);

  return await database.transaction().execute<EnrolmentResult>(async (transaction) => {
    // Two boxes with one code: the second waits here, and then finds the code used.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`enrol ${gatewayId}`}, 0))`.execute(transaction);
    const codes = await transaction
      .selectFrom('enrolment_codes')
      .selectAll()
      .where('gateway_id', '=', gatewayId)
      .execute();
    // All are compared, so that the time taken says nothing about which one was near.
    const [code] = codes.filter((candidate) => equalHashes(candidate.code_hash, codeHash));
    if (code === undefined) return { status: 'refused', code: 'enrolment.code-wrong' };
    if (code.used_by_key_id === keyId)
      return (await isRevokedByPerson(transaction, keyId))
        ? { status: 'refused', code: 'enrolment.key-revoked' }
        : { status: 'enrolled', keyId, isNew: false };
    if (code.used_by_key_id !== null) return { status: 'refused', code: 'enrolment.code-used' };
    if (code.expires_at_ms !== null && code.expires_at_ms <= clock.nowMs())
      return { status: 'refused', code: 'enrolment.code-expired' };
    const known = await transaction
      .selectFrom('gateway_keys')
      .select('key_id')
      .where('key_id', '=', keyId)
      .executeTakeFirst();
    if (known !== undefined) return { status: 'refused', code: 'enrolment.key-in-use' };

    const nowMs = clock.nowMs();
    await transaction
      .updateTable('gateway_keys')
      .set({ revoked_at_ms: nowMs })
      .where('gateway_id', '=', gatewayId)
      .where('revoked_at_ms', 'is', null)
      .execute();
    await transaction
      .insertInto('gateway_keys')
      .values({
        key_id: keyId,
        gateway_id: gatewayId,
        public_key: request.publicKey,
        enrolled_at_ms: nowMs,
        revoked_at_ms: null,
        revoked_reason: null,
        chain_id: keyId,
        previous_key_id: null,
        retired_at_sequence: null,
      })
      .execute();
    await transaction
      .updateTable('enrolment_codes')
      .set({ used_by_key_id: keyId, used_at_ms: nowMs })
      .where('gateway_id', '=', gatewayId)
      .where('code_hash', '=', codeHash)
      .execute();
    log.info({ gatewayId, keyId }, 'gateway enrolled');
    return { status: 'enrolled', keyId, isNew: true };
  });
}
