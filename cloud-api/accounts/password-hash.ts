import { hash, verify } from '@node-rs/argon2';
import { createTurnstile } from '../ingest/turnstile.js';

// RFC 9106 names Argon2id, the library's default; OWASP's password cheat sheet: 19 MiB, 2 passes, 1 lane.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each one under way holds 19 MiB and a thread. */
const MAX_HASHING = 2;
const MAX_WAITING = 64;

/** Hashes passwords, a few at a time. */
export interface PasswordHasher {
  /** @throws ProblemError `service.busy` when too many wait */
  hash(password: string): Promise<string>;
  /**
   * Whether the password is the one of this hash. With null it takes as long, and is not: so time does not tell which accounts there are.
   *
   * @throws ProblemError `service.busy` when too many wait
   */
  verify(passwordHash: string | null, password: string): Promise<boolean>;
}

/** A hasher by Argon2id; hashes are in PHC form, each with a salt of its own. */
export function createPasswordHasher(): PasswordHasher {
  const turnstile = createTurnstile({ maxInside: MAX_HASHING, maxWaiting: MAX_WAITING });
  const normal = (password: string) => password.normalize('NFC');
  let decoy: Promise<string> | null = null;
  return {
    hash: async (password) => await turnstile.pass(() => hash(normal(password), COST)),
    verify: async (passwordHash, password) =>
      await turnstile.pass(async () => {
        decoy ??= hash('a password of nobody', COST);
        const isRight = await verify(passwordHash ?? (await decoy), normal(password));
        return isRight && passwordHash !== null;
      }),
  };
}
