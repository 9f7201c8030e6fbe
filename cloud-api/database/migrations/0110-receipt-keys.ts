import type { Kysely, Migration } from 'kysely';

async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('receipt_keys')
    .addColumn('key_id', 'text', (column) => column.primaryKey())
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('since_ms', 'int8', (column) => column.notNull())
    .execute();
}

/** Public halves of all keys that receipts were signed with: what one signed is verified by it when it has given way to another. */
export const receiptKeys: Migration = { up };
