import type { Actor } from './actor.js';

/** Who asks, and from where. */
export interface Asker {
  readonly actor: Actor;
  readonly requestId: string;
  /** Address that the request came from. */
  readonly client: string;
}
