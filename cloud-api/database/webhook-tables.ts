import type { Generated } from 'kysely';
import type { AskedType, EventType } from '../webhooks/event.js';
import type { DeliveryState } from '../webhooks/delivery.js';

/** Where events are told. */
export interface WebhooksTable {
  webhook_id: string;
  /** Null: it is told of all bureaus. */
  bureau_id: string | null;
  url: string;
  /** As Standard Webhooks writes it; it is needed to sign with. */
  secret: string;
  types: AskedType[];
  created_at_ms: number;
  disabled_at_ms: number | null;
}

/** Events for each webhook that wants them, and how far they have come. */
export interface WebhookDeliveriesTable {
  delivery_number: Generated<number>;
  webhook_id: string;
  event_id: string;
  type: EventType;
  /** The CloudEvent in JSON, byte for byte what is signed. */
  body: string;
  queued_at_ms: number;
  /** Since when it is tried: it is given up a day later, unless somebody asks for it again. */
  trying_since_ms: number;
  state: DeliveryState;
  attempts: Generated<number>;
  /** Null once it is settled. */
  next_attempt_at_ms: number | null;
  last_failure: string | null;
  settled_at_ms: number | null;
}

/** The tables of webhooks. */
export interface WebhookTables {
  webhooks: WebhooksTable;
  webhook_deliveries: WebhookDeliveriesTable;
}
