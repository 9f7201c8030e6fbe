import type { DeviceKey } from '../evidence/device-key.js';

/**
 * The key that tokens are signed with. After a change of keys that is still the old one, until the cloud has taken the change in; when the cloud
 * refuses the one, the other is tried, for its receipt may have been lost.
 */
export class TokenKeys {
  #previous: DeviceKey | null;
  #isPreviousTried: boolean;

  /** @param previous the key before this one, as long as the cloud may not know of the change */
  constructor(
    private readonly key: DeviceKey,
    previous: DeviceKey | null = null,
  ) {
    this.#previous = previous;
    this.#isPreviousTried = previous !== null;
  }

  /** The key for the next token. */
  current(): DeviceKey {
    return this.#isPreviousTried && this.#previous !== null ? this.#previous : this.key;
  }

  /** The cloud refused the token: the next one is signed by the other key, where there is one. */
  refused(): void {
    this.#isPreviousTried = !this.#isPreviousTried;
  }

  /** The cloud has taken the change in: the key before is not used any more. */
  settled(): void {
    this.#previous = null;
  }
}
