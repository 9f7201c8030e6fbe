import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { systemClock } from '../clock.js';
import { startCloud } from '../start-cloud.js';

// The routes of a real cloud describe themselves: so that nothing is described that is not there.
const dataFolder = mkdtempSync(join(tmpdir(), 'lamppost-openapi-'));
try {
  const cloud = await startCloud({
    dataFolder,
    port: 0,
    accessCode: randomBytes(16).toString('hex'),
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });
  try {
    const description: unknown = await (await fetch(`${cloud.url}/openapi.json`)).json();
    process.stdout.write(`${JSON.stringify(description, null, 2)}\n`);
  } finally {
    await cloud.close();
  }
} finally {
  rmSync(dataFolder, { recursive: true, force: true });
}
