import type { ReadingColumns } from './reading-columns.js';

/** What the thread that stores readings is given at its start. */
export interface StoreSettings {
  /** The database file; it must exist. */
  readonly path: string;
}

/** What it is asked. */
export type StoreRequest = ({ readonly kind: 'store' } & ReadingColumns) | { readonly kind: 'close' };

/** What it answers, in the order of the requests: how many readings were new, or why none of them could be stored. */
export type StoreAnswer =
  { readonly status: 'stored'; readonly stored: number } | { readonly status: 'failed'; readonly reason: string };
