import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** Largest file that the program may write, in KiB: the kernel cuts a write there, as a disk does that gets full. */
const LIMIT_KIB = 2_048;
const built = (name: string) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
const imported = (name: string) => JSON.stringify(pathToFileURL(built(name)).href);
let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'full-disk-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

test('a package for which the disk ends in the middle leaves no half file, and the next one takes its place in the chain', async () => {
  expect(existsSync(built('spool/spool.js')), 'build it with npx tsc --build gateway').toBe(true);
  const program = `
    import { readdirSync } from 'node:fs';
    import { pino } from ${JSON.stringify(import.meta.resolve('pino'))};
    import { loadOrCreateDeviceKey } from ${imported('evidence/device-key.js')};
    import { Spool } from ${imported('spool/spool.js')};
    import { sampleDevice, sampleViolation } from ${imported('testing/sample-violation.js')};
    const directory = process.argv[1];
    const key = await loadOrCreateDeviceKey(directory + '/key.pem');
    const clock = { nowMs: () => 1_780_000_000_000 };
    const spool = await Spool.open({ directory, gatewayId: 'pole-1', key, clock, log: pino({ level: 'silent' }) });
    const commit = async (n, bytes) => {
      const { violationId, severity } = sampleViolation(n);
      spool.recordViolation(sampleViolation(n), sampleDevice);
      const { sequence } = spool.nextLink();
      const digest = String(n).repeat(64);
      await spool.commitPackage({ violationId, digest, sequence, zip: Buffer.alloc(bytes, n), severity });
    };
    const files = () => readdirSync(directory + '/packages').length;
    const failed = await commit(1, ${2 * LIMIT_KIB * 1024}).then(() => null, (error) => error.code);
    const after = { files: files(), ...spool.counts(), next: spool.nextLink().sequence };
    await commit(2, 1000);
    const end = { files: files(), ...spool.counts(), next: spool.nextLink().sequence };
    await spool.close();
    process.stdout.write(JSON.stringify({ failed, after, end }));`;
  const { stdout } = await promisify(execFile)('bash', [
    ...['-c', `ulimit -f ${LIMIT_KIB} && exec "$0" --input-type=module -e "$1" "$2"`],
    ...[process.execPath, program, directory],
  ]);
  expect(JSON.parse(stdout)).toMatchObject({
    failed: 'EFBIG',
    after: { files: 0, pending: 1, waiting: 0, next: 1 },
    end: { files: 1, pending: 1, waiting: 1, next: 2 },
  });
});
