import { pino } from 'pino';
import { EventLog } from './event-log.js';

/** Writes an event log without end, and says after each flush up to which event it is written; a test kills it. */
const [directory = ''] = process.argv.slice(2);
let nowMs = Date.UTC(2026, 2, 1);
const log = await EventLog.open({
  directory,
  gatewayId: 'gw-1',
  budgetBytes: 100_000_000,
  days: 10,
  clock: { nowMs: () => nowMs },
  log: pino({ level: 'silent' }),
  groupBytes: 3000,
  flushEveryMs: 0,
});
for (let index = 0; ; index += 1) {
  nowMs += 1000;
  const reading = { sensorId: 'dust-1', measuredAtMs: nowMs, factor: 'a34001', value: index, flag: 'N' } as const;
  log.append({ kind: 'reading', atMs: nowMs, reading });
  if (index % 7 !== 0) continue;
  await log.flush();
  process.stdout.write(`${index}\n`);
}
