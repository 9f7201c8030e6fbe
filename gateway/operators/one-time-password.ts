import { randomInt } from 'node:crypto';

/** No letter or digit that is taken for another. */
const CHARACTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 5;
/** How long a one-time password waits for its first use, milliseconds. */
export const ONE_TIME_LIFE_MS = 7 * 24 * 3_600_000;

/** A password of 20 random characters (99 bits) in groups that can be read aloud. */
export function makeOneTimePassword(): string {
  const group = () =>
    Array.from({ length: GROUP_LENGTH }, () => CHARACTERS[randomInt(CHARACTERS.length)] ?? '').join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
