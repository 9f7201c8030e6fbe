import { mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type RuleVersion, RuleVersionSummary } from '../../console-shapes/rule-desk.js';
import { hashText } from '../../rollout/assignment-store.js';
import { writeDurably } from '../../spool/durable-file.js';

/** Versions kept, and bytes of them, at most; the oldest make room. The newest always stays. */
const MOST_VERSIONS = 200;
const MOST_BYTES = 50_000_000;
const NAME = /^(\d{6})\.json$/;

const KeptVersion = z.strictObject({ ...RuleVersionSummary.shape, text: z.string() });

/** What a version is made of; its number is given to it. */
export type NewVersion = Omit<RuleVersion, 'number' | 'textSha256'>;

interface Kept {
  readonly summary: RuleVersionSummary;
  readonly bytes: number;
}

/** The versions of the rules that were judged by: who made each, when and why. One file each, on the box. */
export class RuleHistory {
  readonly #directory: string;
  readonly #log: Logger;
  readonly #mostVersions: number;
  #kept: Kept[];

  /** Reads what is there; a damaged file is told of and left out. */
  constructor(options: { readonly directory: string; readonly log: Logger; readonly mostVersions?: number }) {
    this.#directory = options.directory;
    this.#log = options.log;
    this.#mostVersions = options.mostVersions ?? MOST_VERSIONS;
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    this.#kept = readdirSync(this.#directory)
      .filter((name) => NAME.test(name))
      .sort()
      .flatMap((name) => {
        const file = join(this.#directory, name);
        const version = this.#read(file);
        return version === null ? [] : [{ summary: summaryOf(version), bytes: statSync(file).size }];
      });
  }

  /** The newest first. */
  list(): readonly RuleVersionSummary[] {
    return this.#kept.map(({ summary }) => summary).reverse();
  }

  /** The newest; null when none was ever noted. */
  newest(): RuleVersionSummary | null {
    return this.#kept.at(-1)?.summary ?? null;
  }

  /** One version with its text; null when it is not kept (any more). */
  find(number: number): RuleVersion | null {
    return this.#kept.some(({ summary }) => summary.number === number) ? this.#read(this.#path(number)) : null;
  }

  /** Keeps a version; durable when it resolves. */
  async add(version: NewVersion): Promise<RuleVersionSummary> {
    const number = (this.newest()?.number ?? 0) + 1;
    const kept: RuleVersion = { ...version, number, textSha256: hashText(version.text) };
    const bytes = Buffer.from(JSON.stringify(kept));
    await writeDurably({ path: this.#path(number), bytes, mode: 0o600 });
    this.#kept.push({ summary: summaryOf(kept), bytes: bytes.length });
    this.#makeRoom();
    return summaryOf(kept);
  }

  #makeRoom(): void {
    let bytes = this.#kept.reduce((sum, kept) => sum + kept.bytes, 0);
    while (this.#kept.length > 1 && (this.#kept.length > this.#mostVersions || bytes > MOST_BYTES)) {
      const oldest = this.#kept.shift();
      if (oldest === undefined) return;
      bytes -= oldest.bytes;
      rmSync(this.#path(oldest.summary.number), { force: true });
    }
  }

  #path(number: number): string {
    return join(this.#directory, `${String(number).padStart(6, '0')}.json`);
  }

  #read(file: string): RuleVersion | null {
    try {
      return KeptVersion.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      this.#log.error({ err: error, file }, 'a version of the rules cannot be read; the others stand');
      return null;
    }
  }
}

function summaryOf(version: RuleVersion): RuleVersionSummary {
  const { number, atMs, kind, who, reason, restores, sha256, textSha256, version: name, changes } = version;
  return { number, atMs, kind, who, reason, restores, sha256, textSha256, version: name, changes };
}
