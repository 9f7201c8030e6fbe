import { open } from 'node:fs/promises';
import { listLogFiles } from '../event-log/file-names.js';
import { readEventBatches } from '../event-log/read-event-log.js';
import { SEGMENT_PREFIX_BYTES, factsLength, parseFacts } from '../event-log/segment-format.js';

/** Name for a log that does not say which gateway wrote it. */
const UNKNOWN_GATEWAY = 'backtest';

/**
 * ID of the gateway that wrote a log: violations of the same gateway have the same IDs again.
 *
 * @throws EventLogError `event-log.missing` when there is no log in the directory
 */
export async function gatewayOfLog(directory: string): Promise<string> {
  // Reading one event tells whether there is a log at all; a young one without a segment says it by what was found.
  const { segments } = await listLogFiles(directory).catch(() => ({ segments: [] }));
  for (const { path } of segments) {
    const gatewayId = await gatewayOfSegment(path);
    if (gatewayId !== null) return gatewayId;
  }
  for await (const events of readEventBatches(directory))
    for (const event of events) if (event.kind === 'outcome') return event.outcome.violation.gatewayId;
  return UNKNOWN_GATEWAY;
}

async function gatewayOfSegment(path: string): Promise<string | null> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return null;
  try {
    const prefix = Buffer.alloc(SEGMENT_PREFIX_BYTES);
    await file.read(prefix, 0, SEGMENT_PREFIX_BYTES, 0);
    const length = factsLength(prefix);
    if (length === null) return null;
    const json = Buffer.alloc(length);
    await file.read(json, 0, length, SEGMENT_PREFIX_BYTES);
    const facts = parseFacts(prefix, json);
    return typeof facts === 'string' ? null : facts.gatewayId;
  } finally {
    await file.close();
  }
}
