import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { EpochMs } from '@lamppost/contracts';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { mayDo } from '../access/actor.js';
import type { Asker } from '../access/asker.js';
import type { AuditLog } from '../audit/audit-log.js';
import { cutPage } from '../cases/cursor.js';
import type { Clock } from '../clock.js';
import type { WebhooksTable } from '../database/webhook-tables.js';
import type { CloudDatabase } from '../database/open-database.js';
import { ProblemError } from '../errors/problem-error.js';
import type { AddressGuard } from './address-guard.js';
import type { DeliveryPage, DeliveryState } from './delivery.js';
import { AskedType, type CloudEvent, toCloudEvent } from './event.js';

/** Webhooks of a bureau, or of the town itself, at most. */
const MOST_OF_BUREAU = 20;
const SECRET_BYTES = 32;

/** An address that events go to. */
const WebhookUrl = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine(
    (text) => URL.canParse(text) && new URL(text).username === '',
    'an address without a name and password in it',
  );
const Types = z.array(AskedType).min(1).max(AskedType.options.length);

/** A new webhook. `bureauId` null: of the whole town. */
export const WebhookRequest = z.strictObject({ url: WebhookUrl, types: Types, bureauId: z.string().nullable() });
export type WebhookRequest = z.infer<typeof WebhookRequest>;

/** What is to be changed. */
export const WebhookChange = z.strictObject({
  url: WebhookUrl.optional(),
  types: Types.optional(),
  isDisabled: z.boolean().optional(),
});
export type WebhookChange = z.infer<typeof WebhookChange>;

/** Where events are told; its secret is shown when it is made, and never again. */
export const WebhookEntry = z.object({
  webhookId: z.string(),
  bureauId: z.string().nullable(),
  url: z.string(),
  types: z.array(AskedType),
  createdAtMs: EpochMs,
  isDisabled: z.boolean(),
});
export type WebhookEntry = z.infer<typeof WebhookEntry>;

interface Parts {
  readonly database: CloudDatabase;
  readonly clock: Clock;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly webhookGuard: AddressGuard;
}

function toEntry(row: Selectable<WebhooksTable>): WebhookEntry {
  return {
    webhookId: row.webhook_id,
    bureauId: row.bureau_id,
    url: row.url,
    types: row.types,
    createdAtMs: row.created_at_ms,
    isDisabled: row.disabled_at_ms !== null,
  };
}

function makeSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** Refuses at once what can be told from the address alone; names are looked up at each attempt. */
function requireAddress({ webhookGuard }: Parts, address: string): void {
  const { hostname, protocol } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !webhookGuard.isAllowed(host, protocol === 'http:'))
    throw new ProblemError('webhook.address-refused', `${host} is not an address that may be asked over ${protocol}`);
}

function mayManage({ actor }: Pick<Asker, 'actor'>, bureauId: string | null): boolean {
  return mayDo(actor, 'webhook.manage', { bureauIds: bureauId === null ? [] : [bureauId], areaId: null });
}

async function requireWebhook(
  database: CloudDatabase,
  asker: Pick<Asker, 'actor'>,
  webhookId: string,
): Promise<Selectable<WebhooksTable>> {
  const row = await database.selectFrom('webhooks').selectAll().where('webhook_id', '=', webhookId).executeTakeFirst();
  if (row === undefined || !mayManage(asker, row.bureau_id))
    throw new ProblemError('webhook.not-found', `There is no webhook ${webhookId}`);
  return row;
}

async function write(
  transaction: Parameters<AuditLog['append']>[0],
  { audit }: Parts,
  { actor, client }: Asker,
  written: { readonly webhookId: string; readonly what: Record<string, unknown> },
): Promise<void> {
  const { webhookId, what } = written;
  const subject = { kind: 'webhook', id: webhookId };
  await audit.append(transaction, { action: 'webhook.change', who: actor, subject, what, from: client });
}

/**
 * Makes a webhook of a bureau, or of the town.
 *
 * @throws ProblemError `access.not-allowed`, `bureau.not-found`, `webhook.address-refused`, `webhook.too-many`
 */
export async function addWebhook(
  parts: Parts,
  asker: Asker,
  { url, types, bureauId }: WebhookRequest,
): Promise<{ webhook: WebhookEntry; secret: string }> {
  if (!mayManage(asker, bureauId))
    throw new ProblemError('access.not-allowed', 'Webhooks of this bureau are not yours');
  requireAddress(parts, url);
  const webhookId = `wh-${randomBytes(9).toString('hex')}`;
  const secret = makeSecret();
  return await parts.database.transaction().execute(async (transaction) => {
    if (bureauId !== null) {
      // Locked, so that of several who make one at a time the limit holds.
      const bureau = await transaction
        .selectFrom('bureaus')
        .select('bureau_id')
        .where('bureau_id', '=', bureauId)
        .forUpdate()
        .executeTakeFirst();
      if (bureau === undefined) throw new ProblemError('bureau.not-found', `There is no bureau ${bureauId}`);
    }
    const { count } = await transaction
      .selectFrom('webhooks')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('bureau_id', bureauId === null ? 'is' : '=', bureauId)
      .executeTakeFirstOrThrow();
    if (count >= MOST_OF_BUREAU)
      throw new ProblemError('webhook.too-many', `There are ${count} already, of ${MOST_OF_BUREAU} that may be`);
    const row = await transaction
      .insertInto('webhooks')
      .values({
        ...{ webhook_id: webhookId, bureau_id: bureauId, url, secret, types: [...new Set(types)] },
        ...{ created_at_ms: parts.clock.nowMs(), disabled_at_ms: null },
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await write(transaction, parts, asker, { webhookId, what: { made: true, bureauId, types } });
    return { webhook: toEntry(row), secret };
  });
}

/** Changes a webhook. What waits for one that is disabled is put among its dead letters. @throws ProblemError `webhook.not-found`, `webhook.address-refused` */
export async function changeWebhook(
  parts: Parts,
  asker: Asker,
  changed: WebhookChange & { readonly webhookId: string },
): Promise<WebhookEntry> {
  const { webhookId, url, types, isDisabled } = changed;
  if (url !== undefined) requireAddress(parts, url);
  return await parts.database.transaction().execute(async (transaction) => {
    const before = await requireWebhook(transaction, asker, webhookId);
    const nowMs = parts.clock.nowMs();
    const row = await transaction
      .updateTable('webhooks')
      .set({
        url: url ?? before.url,
        types: types ?? before.types,
        disabled_at_ms: isDisabled === undefined ? before.disabled_at_ms : isDisabled ? nowMs : null,
      })
      .where('webhook_id', '=', webhookId)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (isDisabled === true)
      await transaction
        .updateTable('webhook_deliveries')
        .set({
          state: 'dead',
          next_attempt_at_ms: null,
          last_failure: 'the webhook was disabled',
          settled_at_ms: nowMs,
        })
        .where('webhook_id', '=', webhookId)
        .where('state', '=', 'waiting')
        .execute();
    // Not the address: it may hold a key.
    const what = {
      url: url !== undefined,
      ...(types === undefined ? {} : { types }),
      ...(isDisabled === undefined ? {} : { isDisabled }),
    };
    await write(transaction, parts, asker, { webhookId, what });
    return toEntry(row);
  });
}

/** Gives a webhook a new secret; events are signed with it from then on. @throws ProblemError `webhook.not-found` */
export async function renewSecret(parts: Parts, asker: Asker, webhookId: string): Promise<string> {
  return await parts.database.transaction().execute(async (transaction) => {
    await requireWebhook(transaction, asker, webhookId);
    const secret = makeSecret();
    await transaction.updateTable('webhooks').set({ secret }).where('webhook_id', '=', webhookId).execute();
    await write(transaction, parts, asker, { webhookId, what: { secret: true } });
    return secret;
  });
}

/** Webhooks that the asker may manage, by their IDs after `after`, at most `limit`. */
export async function listWebhooks(
  { database }: Pick<Parts, 'database'>,
  { actor }: Pick<Asker, 'actor'>,
  page: { readonly limit: number; readonly after: string },
): Promise<{ webhooks: WebhookEntry[]; nextCursor: string | null }> {
  let query = database.selectFrom('webhooks').selectAll().where('webhook_id', '>', page.after);
  if (actor.bureauId !== null) query = query.where('bureau_id', '=', actor.bureauId);
  const rows = await query
    .orderBy('webhook_id')
    .limit(page.limit + 1)
    .execute();
  const shown = rows.slice(0, page.limit);
  return {
    webhooks: shown.map(toEntry),
    nextCursor: rows.length > page.limit ? (shown.at(-1)?.webhook_id ?? null) : null,
  };
}

/** A page of the deliveries of a webhook in one state, newest first. @throws ProblemError `webhook.not-found` */
export async function listDeliveries(
  { database }: Pick<Parts, 'database'>,
  asker: Pick<Asker, 'actor'>,
  page: {
    readonly webhookId: string;
    readonly state: DeliveryState;
    readonly limit: number;
    readonly before: number | null;
  },
): Promise<DeliveryPage> {
  const { webhookId, state, limit, before } = page;
  await requireWebhook(database, asker, webhookId);
  let query = database
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .where('state', '=', state);
  if (before !== null) query = query.where('delivery_number', '<', before);
  const rows = await query
    .orderBy('delivery_number', 'desc')
    .limit(limit + 1)
    .execute();
  const { shown, nextCursor } = cutPage(rows, limit, (row) => row.delivery_number);
  return {
    deliveries: shown.map((row) => ({
      deliveryNumber: row.delivery_number,
      eventId: row.event_id,
      type: row.type,
      queuedAtMs: row.queued_at_ms,
      state: row.state,
      attempts: row.attempts,
      nextAttemptAtMs: row.next_attempt_at_ms,
      lastFailure: row.last_failure,
      settledAtMs: row.settled_at_ms,
    })),
    nextCursor,
  };
}

/** Tries all dead letters of a webhook again, for a day more. @returns how many @throws ProblemError `webhook.not-found`, `webhook.disabled` */
export async function retryDead(parts: Parts, asker: Asker, webhookId: string): Promise<number> {
  return await parts.database.transaction().execute(async (transaction) => {
    const { disabled_at_ms: disabledAtMs } = await requireWebhook(transaction, asker, webhookId);
    if (disabledAtMs !== null) throw new ProblemError('webhook.disabled', `${webhookId} is disabled`);
    const nowMs = parts.clock.nowMs();
    const { numUpdatedRows } = await transaction
      .updateTable('webhook_deliveries')
      .set({ state: 'waiting', trying_since_ms: nowMs, next_attempt_at_ms: nowMs, attempts: 0, settled_at_ms: null })
      .where('webhook_id', '=', webhookId)
      .where('state', '=', 'dead')
      .executeTakeFirst();
    const retried = Number(numUpdatedRows);
    await write(transaction, parts, asker, { webhookId, what: { retried } });
    return retried;
  });
}

/** Tells a webhook an event that says nothing, to see whether it is heard. @returns the ID of the event @throws ProblemError `webhook.not-found`, `webhook.disabled` */
export async function testWebhook(parts: Parts, asker: Asker, webhookId: string): Promise<string> {
  return await parts.database.transaction().execute(async (transaction) => {
    const { disabled_at_ms: disabledAtMs } = await requireWebhook(transaction, asker, webhookId);
    if (disabledAtMs !== null) throw new ProblemError('webhook.disabled', `${webhookId} is disabled`);
    const atMs = parts.clock.nowMs();
    const event: CloudEvent = {
      type: 'lamppost.webhook.test.v1',
      id: `test-${randomBytes(9).toString('hex')}`,
      ...{ source: '/webhooks', subject: webhookId, atMs, data: {} },
    };
    await transaction
      .insertInto('webhook_deliveries')
      .values({
        ...{ webhook_id: webhookId, event_id: event.id, type: event.type, body: toCloudEvent(event) },
        ...{ queued_at_ms: atMs, trying_since_ms: atMs, next_attempt_at_ms: atMs },
        state: 'waiting',
        ...{ last_failure: null, settled_at_ms: null },
      })
      .execute();
    await write(transaction, parts, asker, { webhookId, what: { test: event.id } });
    return event.id;
  });
}
