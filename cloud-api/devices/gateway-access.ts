import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { mayDo } from '../access/actor.js';
import type { Asker } from '../access/asker.js';
import { ProblemError } from '../errors/problem-error.js';
import { fieldsOf, subjectOfDevice } from './device-row.js';
import { hashEnrolmentCode } from './enrolment-codes.js';
import { requireDevice, type RegisterParts } from './register.js';

const HOUR_MS = 3_600_000;
/** Without characters that look alike: the code is typed at a pole. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 5;
const GROUP_LENGTH = 5;

function makeCode(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)] ?? '').join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/**
 * Makes a one-time code for a gateway of the register. It is shown this once; an earlier one that was not used serves no more.
 *
 * @throws ProblemError `device.not-found`, `device.invalid` for a device that is no gateway or out of use
 */
export async function makeEnrolmentCode(
  { database, clock, audit }: RegisterParts,
  { actor, client }: Asker,
  asked: { readonly gatewayId: string; readonly hours: number },
): Promise<{ code: string; expiresAtMs: number }> {
  const { gatewayId, hours } = asked;
  return await database.transaction().execute(async (transaction) => {
    const row = await requireDevice(transaction, actor, {
      ...{ deviceId: gatewayId, permission: 'device.manage', isLocked: true },
    });
    if (row.retired_at_ms !== null) throw new ProblemError('device.invalid', `${gatewayId} is out of use`);
    const nowMs = clock.nowMs();
    const code = makeCode();
    const expiresAtMs = nowMs + hours * HOUR_MS;
    await transaction
      .deleteFrom('enrolment_codes')
      .where('gateway_id', '=', gatewayId)
      .where('expires_at_ms', 'is not', null)
      .where('used_by_key_id', 'is', null)
      .execute();
    await transaction
      .insertInto('enrolment_codes')
      .values({
        ...{ gateway_id: gatewayId, code_hash: hashEnrolmentCode(gatewayId, code) },
        ...{ used_by_key_id: null, used_at_ms: null, made_at_ms: nowMs, expires_at_ms: expiresAtMs },
      })
      .execute();
    const subject = { kind: 'device', id: gatewayId };
    await audit.append(transaction, {
      action: 'device.code',
      who: actor,
      subject,
      what: { expiresAtMs },
      from: client,
    });
    return { code, expiresAtMs };
  });
}

/**
 * Revokes the key of a gateway at once: whatever is sent with it from now on is refused, and codes that were not used serve no more. The gateway
 * comes back with a new code and a new key.
 *
 * @returns how many keys were revoked: 0 when it had none in use
 * @throws ProblemError `device.not-found`
 */
export async function revokeGateway(
  { database, clock, audit }: RegisterParts,
  { actor, client }: Asker,
  asked: { readonly gatewayId: string; readonly reason: string },
): Promise<{ revoked: number; revokedAtMs: number }> {
  const { gatewayId, reason } = asked;
  return await database.transaction().execute(async (transaction) => {
    // As when it is enrolled: an enrolment that is under way is revoked too.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`enrol ${gatewayId}`}, 0))`.execute(transaction);
    const [row, keys] = [
      await transaction.selectFrom('devices').selectAll().where('device_id', '=', gatewayId).executeTakeFirst(),
      await transaction.selectFrom('gateway_keys').select('key_id').where('gateway_id', '=', gatewayId).execute(),
    ];
    // One that was enrolled by the file and is not in the register belongs to the town.
    const subject = row === undefined ? { bureauIds: [], areaId: null } : subjectOfDevice(fieldsOf(row));
    if ((row === undefined && keys.length === 0) || !mayDo(actor, 'device.manage', subject))
      throw new ProblemError('device.not-found', `There is no gateway ${gatewayId}`);
    const nowMs = clock.nowMs();
    const revoked = await transaction
      .updateTable('gateway_keys')
      .set({ revoked_at_ms: nowMs, revoked_reason: reason })
      .where('gateway_id', '=', gatewayId)
      .where('revoked_at_ms', 'is', null)
      .returning('key_id')
      .execute();
    await transaction
      .deleteFrom('enrolment_codes')
      .where('gateway_id', '=', gatewayId)
      .where('expires_at_ms', 'is not', null)
      .where('used_by_key_id', 'is', null)
      .execute();
    await audit.append(transaction, {
      ...{ action: 'device.revoke', who: actor, from: client, why: reason },
      subject: { kind: 'device', id: gatewayId },
      what: { keyIds: revoked.map((key) => key.key_id) },
    });
    return { revoked: revoked.length, revokedAtMs: nowMs };
  });
}
