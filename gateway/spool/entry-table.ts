import { SignedChainEntry, type KeyId, type Sha256Hex } from '@lamppost/contracts';
import { z } from 'zod';
import { advanceChainHead } from './chain-head.js';
import type { SpoolDatabase } from './spool-database.js';

const EntryRow = z.object({
  sequence: z.int(),
  digest: z.string(),
  signed: z.string().transform((text) => SignedChainEntry.parse(JSON.parse(text))),
});
/** An entry of the chain that is no package, a tombstone for instance, and has no receipt yet. */
export type EntryRow = Readonly<z.infer<typeof EntryRow>>;

const CountRow = z.object({ count: z.int() });

/** Entries of the chain that are no packages, until the cloud has given a receipt for each. */
export class EntryTable {
  readonly #database: SpoolDatabase;

  constructor(database: SpoolDatabase) {
    this.#database = database;
  }

  /** Adds an entry and advances the head; to be called in a transaction. */
  append({ sequence, digest, signed }: EntryRow): void {
    this.#database
      .prepare('INSERT INTO entry (sequence, digest, signed) VALUES (?, ?, ?)')
      .run(sequence, digest, JSON.stringify(signed));
    advanceChainHead(this.#database, sequence, digest);
  }

  /** The oldest that waits for its receipt; null when none does. */
  next(): EntryRow | null {
    const row = this.#database
      .prepare('SELECT sequence, digest, signed FROM entry WHERE refused_code IS NULL ORDER BY sequence LIMIT 1')
      .get();
    return row === undefined ? null : EntryRow.parse(row);
  }

  /** Whether a change of keys, or the one to this key, waits for its receipt. */
  hasRotation(newKeyId: KeyId | null): boolean {
    const rows = this.#database
      .prepare(
        `SELECT sequence, digest, signed FROM entry WHERE refused_code IS NULL AND signed LIKE '%"newKeySignature"%'`,
      )
      .all();
    return rows.some((row) => {
      const { entry } = EntryRow.parse(row).signed;
      return entry.schema === 'lamppost.key-rotation/1' && (newKeyId === null || entry.newKeyId === newKeyId);
    });
  }

  /** Forgets one whose receipt is good. */
  delete(digest: Sha256Hex): void {
    this.#database.prepare('DELETE FROM entry WHERE digest = ?').run(digest);
  }

  /** Keeps one that the cloud refuses, and never sends it again. */
  refuse(digest: Sha256Hex, code: string): void {
    this.#database.prepare('UPDATE entry SET refused_code = ? WHERE digest = ?').run(code, digest);
  }

  /** How many wait for a receipt. */
  count(): number {
    const row = this.#database.prepare('SELECT count(*) AS count FROM entry WHERE refused_code IS NULL').get();
    return CountRow.parse(row).count;
  }
}
