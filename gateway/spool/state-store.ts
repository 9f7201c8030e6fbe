import { z } from 'zod';
import type { SpoolDatabase } from './spool-database.js';

/** Small durable snapshots by key, for what must outlive a restart: tracks, rule state, the enrolment. */
export interface StateStore {
  /** What was last saved under the key; undefined when nothing was. It comes from the disk: parse it. */
  loadState(key: string): unknown;
  /** Replaces what is kept under the key; durable when it returns. `json` must have a JSON form. */
  saveState(key: string, json: unknown): void;
}

const StateRow = z.object({ json: z.string() });

/** The state store in the spool's database. */
export function createStateStore(database: SpoolDatabase): StateStore {
  const select = database.prepare<[string]>('SELECT json FROM state WHERE key = ?');
  const upsert = database.prepare<[string, string]>(
    'INSERT INTO state (key, json) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET json = excluded.json',
  );
  return {
    loadState: (key) => {
      const row = select.get(key);
      const saved: unknown = row === undefined ? undefined : JSON.parse(StateRow.parse(row).json);
      return saved;
    },
    saveState: (key, json) => {
      // Typed as a string, but JSON.stringify gives undefined for what has no JSON form.
      const text = JSON.stringify(json) as string | undefined;
      if (text === undefined) throw new TypeError(`state ${key}: the value has no JSON form`);
      upsert.run(key, text);
    },
  };
}
