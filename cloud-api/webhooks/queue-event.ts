import { sql, type Transaction } from 'kysely';
import type { CloudTables } from '../database/schema.js';
import { toCloudEvent, type CloudEvent } from './event.js';

/** Deliveries to one webhook that may wait, at most. */
const MOST_WAITING = 10_000;

/**
 * Leaves an event for the webhooks that want it, in the transaction that it comes of: it is told if that happens, and else not. A webhook of a
 * bureau is told of what concerns the bureau. When too many wait for one, the event is put among its dead letters at once.
 */
export async function queueEvent(
  transaction: Transaction<CloudTables>,
  event: CloudEvent,
  bureauIds: readonly (string | null)[],
): Promise<void> {
  const concerned = bureauIds.filter((id) => id !== null);
  const { type, id, atMs } = event;
  await sql`
    insert into webhook_deliveries (webhook_id, event_id, type, body, queued_at_ms, trying_since_ms, state, next_attempt_at_ms, last_failure)
    select w.webhook_id, ${id}::text, ${type}::text, ${toCloudEvent(event)}::text, ${atMs}::bigint, ${atMs}::bigint, q.state,
      case q.state when 'waiting' then ${atMs}::bigint end, case q.state when 'dead' then 'too many events wait for the webhook' end
    from webhooks w cross join lateral (
      select case when count(*) < ${sql.lit(MOST_WAITING)} then 'waiting' else 'dead' end as state from (
        select 1 from webhook_deliveries d where d.webhook_id = w.webhook_id and d.state = 'waiting' limit ${sql.lit(MOST_WAITING)}) as waiting) as q
    where w.disabled_at_ms is null and ${type}::text = any(w.types)
      and (w.bureau_id is null or w.bureau_id = any(${concerned}::text[]))
    on conflict (webhook_id, event_id) do nothing`.execute(transaction);
}
