import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Spool, loadOrCreateDeviceKey, systemClock } from '@lamppost/gateway';
import { sampleDevice, sampleViolation } from '@lamppost/gateway/testing';
import { pino } from 'pino';
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { alternate, spreadOf } from './spread.js';

const PACKAGE_BYTES = 1_000_000;
const log = pino({ level: 'silent' });

async function perSecond(count: number, work: () => Promise<void>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return (count * 1000) / (performance.now() - beganMs);
}

/** How many packages a second the spool makes durable, against a bare write and fsync of the same bytes. */
export async function benchSpool({ isQuick, scratch, onProgress }: BenchSettings): Promise<BenchResult> {
  const [rounds, count] = isQuick ? [1, 3] : [9, 60];
  const zip = randomBytes(PACKAGE_BYTES);
  const key = await loadOrCreateDeviceKey(join(scratch, 'key.pem'));
  let made = 0;
  const spooled = async (): Promise<number> => {
    const directory = join(scratch, `spool-${(made += 1)}`);
    const spool = await Spool.open({ directory, gatewayId: 'pole-1', key, clock: systemClock, log });
    const violations = Array.from({ length: count }, (_, n) => sampleViolation(n));
    for (const violation of violations) spool.recordViolation(violation, sampleDevice);
    const rate = await perSecond(count, async () => {
      for (const { violationId, severity } of violations) {
        const { sequence } = spool.nextLink();
        const digest = createHash('sha256').update(violationId).digest('hex');
        await spool.commitPackage({ violationId, digest, sequence, zip, severity });
      }
    });
    await spool.close();
    await rm(directory, { recursive: true });
    return rate;
  };
  const bare = async (): Promise<number> => {
    const directory = join(scratch, `bare-${(made += 1)}`);
    await mkdir(directory);
    const rate = await perSecond(count, async () => {
      for (let n = 0; n < count; n += 1) {
        const file = await open(join(directory, String(n)), 'wx', 0o600);
        await file.writeFile(zip);
        await file.sync();
        await file.close();
      }
    });
    await rm(directory, { recursive: true });
    return rate;
  };
  onProgress(`${rounds} rounds of ${count} packages`);
  const runs = await alternate(rounds, { spooled, bare });
  const shares = runs.spooled.map((rate, round) => rate / (runs.bare[round] ?? NaN));
  return {
    question:
      'How many packages a second does the spool make durable, against a bare write and fsync of the same bytes?',
    method: `One after another, ${count} packages of ${PACKAGE_BYTES} bytes a round are committed in place of violations that were recorded before: file, fsync of it and of the directory at once, and a transaction in which the chain goes on and room is looked for, whose row is made again from the file after a loss of power. Beside it, in turns: the same bytes into as many new files, write, fsync and close. result = median over the rounds of the spool's rate / the bare rate.`,
    result: spreadOf(shares).median,
    unit: 'of the bare rate',
    aim: { comparison: 'at least', limit: 0.7 },
    figures: [
      figureOf('spool', 'packages/s', runs.spooled),
      figureOf('bare write and fsync', 'packages/s', runs.bare),
      figureOf('share', 'of the bare rate', shares),
    ],
    facts: { packageBytes: PACKAGE_BYTES, packagesPerRound: count, rounds },
  };
}
