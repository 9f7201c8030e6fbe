import type { DeskSettings } from './settings/desk-settings.js';
import { locksOf, openCases, type OpenCaseOptions, type OpenedCase } from './open-cases.js';
import { readDeskSettings } from './settings/settings-store.js';
import type { VerifiedPackage } from './write-packages.js';

/** Packages that one transaction takes in, at most. */
const MOST_AT_ONCE = 8;

interface Waiting {
  readonly verified: VerifiedPackage;
  resolve(opened: OpenedCase): void;
  reject(error: unknown): void;
}

/** Takes a verified package in. @throws KeyRevokedError or Error as {@link openCases} does; nothing of the package is kept then */
export type CaseOpener = (verified: VerifiedPackage) => Promise<OpenedCase>;

/**
 * Takes packages in as {@link openCases} does, those that come while others are written together in one transaction: it is begun, locked, numbered and
 * made durable once for all of them. Packages that must see one another are in different ones, in the order in which they came.
 */
export function createCaseOpener(options: OpenCaseOptions): CaseOpener {
  const queue: Waiting[] = [];
  let isWorking = false;

  /** The next packages that share no lock; the others stay, as they came. */
  const takeApart = (settings: DeskSettings): Waiting[] => {
    const held = new Set<string>();
    const chosen: Waiting[] = [];
    const left: Waiting[] = [];
    for (const one of queue.splice(0)) {
      const locks = locksOf(settings, one.verified);
      const isApart = chosen.length < MOST_AT_ONCE && locks.every((lock) => !held.has(lock));
      // Who stays behind holds its place too: what comes after it must not overtake it.
      for (const lock of locks) held.add(lock);
      (isApart ? chosen : left).push(one);
    }
    queue.push(...left);
    return chosen;
  };

  const open = async (chosen: readonly Waiting[], settings: DeskSettings): Promise<void> => {
    try {
      const opened = await openCases(
        options,
        chosen.map(({ verified }) => verified),
        settings,
      );
      for (const [at, one] of opened.entries()) chosen[at]?.resolve(one);
    } catch (error) {
      // One that cannot be written must not take the others along.
      if (chosen.length > 1) for (const one of chosen) await open([one], settings);
      else chosen[0]?.reject(error);
    }
  };

  const work = async (): Promise<void> => {
    isWorking = true;
    try {
      while (queue.length > 0) {
        const { settings } = await readDeskSettings(options.database);
        await open(takeApart(settings), settings);
      }
    } catch (error) {
      // The settings can't be read: whoever waits is told, and comes again.
      for (const waiting of queue.splice(0)) waiting.reject(error);
    } finally {
      isWorking = false;
    }
  };

  return (verified) =>
    new Promise((resolve, reject) => {
      queue.push({ verified, resolve, reject });
      if (!isWorking) void work();
    });
}
