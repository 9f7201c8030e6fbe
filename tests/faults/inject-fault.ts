import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PlannedFault } from './fault-plan.js';
import { type Town, CAMERA_ID } from './town.js';

const START_AGAIN_MS = 60_000;
const CLOUD_ENDS_MS = 30_000;
const FILLER_BYTES = 1_000_000;
const SLOWEST_BYTES_PER_SECOND = 20_000;
const MID_UPLOAD_BYTES = 250_000;
const HOUR_MS = 3_600_000;
/** A gateway whose clock is further behind refuses readings as measured in the future, which is not a loss. */
const MOST_BEHIND_MS = 240_000;
const CORRUPT_BYTES = 64;

/** Faults that concern the same part take turns. */
export class FaultInjector {
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(private readonly town: Town) {}

  /** Does what is planned and mends it again. @returns what was done, in words */
  async inject(fault: PlannedFault): Promise<string> {
    await wait(fault.atMs);
    switch (fault.kind) {
      case 'kill-gateway':
        return this.inTurn('gateway', () => this.killGateway(fault, () => 'gateway killed'));
      case 'tear-gateway':
        return this.inTurn('gateway', () => this.killGateway(fault, () => this.tearGateway(fault.choice)));
      case 'kill-cloud':
        return this.inTurn('cloud', () => this.killCloud(fault, () => 'cloud killed'));
      case 'tear-cloud':
        return this.inTurn('cloud', () => this.killCloud(fault, () => this.tearUploads(fault.choice)));
      case 'kill-database':
        return this.inTurn('cloud', () => this.killDatabase(fault));
      case 'kill-broker':
        return this.inTurn('broker', () => this.killBroker(fault));
      case 'cut-link':
      case 'flood':
        return this.inTurn('link', () => this.cutLink(fault, 'end'));
      case 'reset-link':
        return this.inTurn('link', () => this.cutLink(fault, 'reset'));
      case 'cut-mid-upload':
        return this.inTurn('link', () => this.cutMidUpload(fault));
      case 'slow-link':
        return this.inTurn('link', () => this.slowLink(fault));
      case 'fill-disk':
        return this.inTurn('disk', () => this.fillDisk(fault));
      case 'jump-clock':
        return this.inTurn('clock', () => this.jumpClock(fault));
      case 'corrupt-segment':
        return this.corruptSegment(fault.choice);
      default:
        return fault.kind satisfies never;
    }
  }

  private async inTurn(part: string, work: () => Promise<string>): Promise<string> {
    const done = (this.turns.get(part) ?? Promise.resolve()).then(work);
    this.turns.set(
      part,
      done.catch(() => undefined),
    );
    return done;
  }

  private async killGateway({ forMs }: PlannedFault, after: () => string): Promise<string> {
    const { product } = this.town;
    product.gateway().child.kill('SIGKILL');
    await product.gateway().exited;
    const words = after();
    await wait(forMs / 4);
    await startAgain(() => product.restartGateway());
    return words;
  }

  /** Breaks off what was being written and was never promised: unfinished files, and the ends of write-ahead logs. */
  private tearGateway(choice: number): string {
    const data = join(this.town.directory, 'gateway');
    const packages = join(data, 'spool/packages');
    const unfinished = readdirSync(packages).filter((name) => name.endsWith('.tmp'));
    for (const name of unfinished) tear(join(packages, name), choice);
    const leftOver = join(packages, `1-${randomBytes(32).toString('hex')}.zip.tmp`);
    unlessFull(() => {
      writeFileSync(leftOver, randomBytes(1 + Math.floor(choice * 50_000)));
    });
    const logs = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('-wal'));
    for (const log of logs)
      unlessFull(() => {
        appendFileSync(join(data, log), randomBytes(1 + Math.floor(choice * 5_000)));
      });
    return `gateway killed, ${unfinished.length + 1} unfinished files and ${logs.length} write-ahead logs torn`;
  }

  private async killCloud({ forMs }: PlannedFault, after: () => string): Promise<string> {
    const { product } = this.town;
    product.cloud().child.kill('SIGKILL');
    await product.cloud().exited;
    const words = after();
    await wait(forMs / 4);
    await startAgain(() => product.restartCloud());
    return words;
  }

  private tearUploads(choice: number): string {
    const uploads = join(this.town.directory, 'cloud/uploads');
    const torn = readdirSync(uploads).filter((name) => !name.endsWith('.json'));
    for (const name of torn) tear(join(uploads, name), choice);
    return `cloud killed, ${torn.length} uploads torn`;
  }

  private async killDatabase({ forMs }: PlannedFault): Promise<string> {
    const { product, directory } = this.town;
    const pidFile = join(directory, 'cloud/postgres/postmaster.pid');
    if (!existsSync(pidFile)) return 'no database to kill';
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    if (!isRunning(pid)) return 'no database to kill';
    process.kill(pid, 'SIGKILL');
    // The cloud ends with its database, and whoever watches over it starts it again.
    await Promise.race([product.cloud().exited, wait(CLOUD_ENDS_MS, null, { ref: false })]);
    if (product.cloud().child.exitCode === null) throw new Error('the cloud did not end with its database');
    await wait(forMs / 4);
    await startAgain(() => product.restartCloud());
    return 'database killed';
  }

  private async killBroker({ forMs }: PlannedFault): Promise<string> {
    await this.town.broker.kill();
    await wait(forMs / 2);
    await this.town.broker.start();
    return 'broker killed';
  }

  private async cutLink({ forMs, kind }: PlannedFault, how: 'end' | 'reset'): Promise<string> {
    this.town.link.cut(how);
    await wait(kind === 'flood' ? forMs + 2_500 : forMs);
    this.town.link.mend();
    return how === 'end' ? 'link cut' : 'link reset';
  }

  private async cutMidUpload({ forMs, choice }: PlannedFault): Promise<string> {
    const { link } = this.town;
    link.limit(Math.floor(choice * MID_UPLOAD_BYTES), choice < 0.5 ? 'cut' : 'hold');
    await wait(forMs);
    const passed = link.bytesPassed();
    link.cut('reset');
    link.limit(null);
    link.mend();
    return `link cut after ${passed} bytes`;
  }

  private async slowLink({ forMs, choice }: PlannedFault): Promise<string> {
    const rate = Math.floor(SLOWEST_BYTES_PER_SECOND * (1 + 9 * choice));
    this.town.link.slow(rate);
    await wait(forMs);
    this.town.link.slow(Infinity);
    return `link slowed to ${rate} bytes a second`;
  }

  private async fillDisk({ forMs, choice }: PlannedFault): Promise<string> {
    const { directory, hasSmallDisk } = this.town;
    if (!hasSmallDisk) return 'disk not filled: a small one can only be mounted by root';
    const file = join(directory, 'gateway/filler');
    const filler = openSync(file, 'w');
    const bytes = Buffer.alloc(FILLER_BYTES);
    let size = 0;
    unlessFull(() => {
      for (let written = bytes.length; written > 0; size += written) written = writeSync(filler, bytes);
    });
    size = statSync(file).size;
    const leftBytes = choice < 0.5 ? 0 : Math.floor(choice * FILLER_BYTES);
    ftruncateSync(filler, Math.max(0, size - leftBytes));
    closeSync(filler);
    await wait(forMs);
    rmSync(file);
    return `disk filled but for ${leftBytes} bytes`;
  }

  private async jumpClock({ forMs, choice }: PlannedFault): Promise<string> {
    const offsetMs = Math.round(choice < 0.5 ? -2 * choice * MOST_BEHIND_MS : (2 * choice - 1) * 2 * HOUR_MS);
    this.town.setClock(offsetMs);
    await wait(forMs);
    this.town.setClock(0);
    return `clock off by ${Math.round(offsetMs / 1000)} s`;
  }

  private corruptSegment(choice: number): string {
    const folder = join(this.town.directory, 'gateway/ring', CAMERA_ID);
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.mkv')) : [];
    const newest = names.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)).at(-1);
    if (newest === undefined) return 'no segment to corrupt';
    const file = join(folder, newest);
    // In its place: a full disk takes no new bytes.
    const segment = openSync(file, 'r+');
    writeSync(segment, randomBytes(CORRUPT_BYTES), 0, CORRUPT_BYTES, Math.floor(choice * statSync(file).size * 0.9));
    closeSync(segment);
    return `segment ${newest} corrupted`;
  }
}

/** Writes as much as the disk takes. */
function unlessFull(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Leaves a part of a file; it may have gone meanwhile. */
function tear(file: string, choice: number): void {
  if (existsSync(file)) truncateSync(file, Math.floor(statSync(file).size * choice));
}

/** As whoever watches over a service does: again, until it comes up. */
async function startAgain(start: () => Promise<void>): Promise<void> {
  const endMs = performance.now() + START_AGAIN_MS;
  for (;;) {
    try {
      await start();
      return;
    } catch (error) {
      if (performance.now() > endMs) throw error;
    }
  }
}
