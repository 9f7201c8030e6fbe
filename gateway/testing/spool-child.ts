/** A gateway's life in small, to be killed at any moment by the crash test: records, seals and accepts, and says what it begins and has done. */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import type { SignedReceipt } from '@lamppost/contracts';
import { pino } from 'pino';
import { loadOrCreateDeviceKey } from '../evidence/device-key.js';
import { Spool } from '../spool/spool.js';
import { sampleDevice, sampleViolation } from './sample-violation.js';

const [, , directory = '', firstNumber = '0'] = process.argv;
/** So little that packages are given up all the time. */
const BUDGET_BYTES = 1_000_000;
const clock = { nowMs: () => 1_780_000_000_000 };

/** Written at once, so that the test never misses what was promised before the kill. */
function say(what: string, of: string): void {
  writeSync(1, `${what} ${of}\n`);
}

function receiptOf(digest: string, sequence: number): SignedReceipt {
  return {
    receipt: {
      schema: 'lamppost.receipt/1',
      digest,
      gatewayId: 'pole-1',
      sequence,
      caseId: `case-${sequence}`,
      acceptedAtMs: clock.nowMs(),
    },
    keyId: '0'.repeat(32),
    signature: `${'A'.repeat(86)}==`,
  };
}

async function sealPending(spool: Spool): Promise<void> {
  for (const { violation } of spool.pendingViolations()) {
    const { sequence, previousDigest } = spool.nextLink();
    spool.countAttempt(violation.violationId);
    const digest = createHash('sha256')
      .update(`${sequence} ${previousDigest ?? ''} ${violation.violationId}`)
      .digest('hex');
    const zip = Buffer.alloc(1 + (sequence % 7) * 20_000, digest);
    say('committing', digest);
    await spool.commitPackage({
      violationId: violation.violationId,
      digest,
      sequence,
      zip,
      severity: violation.severity,
    });
    say('committed', digest);
  }
}

const key = await loadOrCreateDeviceKey(join(directory, 'key.pem'));
const spool = await Spool.open({
  ...{ directory, gatewayId: 'pole-1', key, clock, budgetBytes: BUDGET_BYTES },
  log: pino({ level: 'silent' }),
});
for (let n = Number(firstNumber); ; n += 1) {
  const violation = sampleViolation(n, 1 + (n % 5));
  say('recording', violation.violationId);
  spool.recordViolation(violation, sampleDevice);
  say('recorded', violation.violationId);
  if (n % 3 === 0) continue;
  await sealPending(spool);
  const next = spool.nextToSend();
  if (next === null || n % 2 === 0) continue;
  say('accepting', next.digest);
  await spool.markAccepted(next.digest, receiptOf(next.digest, next.sequence));
  say('accepted', next.digest);
}
