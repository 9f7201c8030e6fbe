import { hash, verify } from '@node-rs/argon2';

// RFC 9106 names Argon2id, the library's default; OWASP's password cheat sheet: 19 MiB, 2 passes, 1 lane.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each one under way holds 19 MiB and a thread. */
const MOST_AT_ONCE = 2;
const DECOY = 'a password of nobody';

/** Hashes and checks passwords, a few at a time. */
export class PasswordHasher {
  private underWay = 0;
  private decoy: Promise<string> | null = null;

  /** The hash of a password, in PHC form. */
  async hash(password: string): Promise<string> {
    return hash(password.normalize('NFC'), COST);
  }

  /**
   * Whether the password is the one of this hash; `busy` when too many are checked now. With null it takes as long, and is not: so time does not tell
   * which accounts there are.
   */
  async verify(passwordHash: string | null, password: string): Promise<'right' | 'wrong' | 'busy'> {
    if (this.underWay >= MOST_AT_ONCE) return 'busy';
    this.underWay += 1;
    try {
      this.decoy ??= hash(DECOY, COST);
      const isRight = await verify(passwordHash ?? (await this.decoy), password.normalize('NFC'));
      return isRight && passwordHash !== null ? 'right' : 'wrong';
    } finally {
      this.underWay -= 1;
    }
  }
}
