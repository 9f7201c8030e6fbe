import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../spool/durable-file.js';
import { type OperatorAccount, OperatorsFile } from './operator-account.js';

const FILE = 'operators.json';
const OWNER_ONLY = 0o600;

/** The accounts of a box, kept in a file of its data directory. What another program writes there holds from the next question on. */
export class OperatorStore {
  readonly file: string;
  private read: { readonly stamp: string; readonly operators: readonly OperatorAccount[] } | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(dataDirectory: string) {
    this.file = join(dataDirectory, FILE);
  }

  /** All accounts; none where there is no file. @throws Error naming the file when it cannot be read */
  list(): readonly OperatorAccount[] {
    const stats = statSync(this.file, { throwIfNoEntry: false });
    if (stats === undefined) return [];
    const stamp = `${stats.ino}/${stats.mtimeMs}/${stats.size}`;
    if (this.read?.stamp === stamp) return this.read.operators;
    const parsed = OperatorsFile.safeParse(parseJson(readFileSync(this.file, 'utf8')));
    if (!parsed.success)
      throw new Error(`${this.file}: it is no list of operators; restore it, or delete it and add the operators again`);
    this.read = { stamp, operators: parsed.data.operators };
    return this.read.operators;
  }

  /** The account of this name, in small letters; null where there is none. */
  find(name: string): OperatorAccount | null {
    return this.list().find((operator) => operator.name === name) ?? null;
  }

  /** Puts another list in place of the one of now; durable when it resolves. */
  async change(change: (operators: readonly OperatorAccount[]) => readonly OperatorAccount[]): Promise<void> {
    const write = this.writing.then(async () => {
      const operators = [...change(this.list())];
      const text = JSON.stringify({ schema: 'lamppost.operators/1', operators }, null, 2);
      await writeDurably({ path: this.file, bytes: Buffer.from(`${text}\n`), mode: OWNER_ONLY });
    });
    this.writing = write.catch(() => undefined);
    await write;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
