import { ByteReader } from './byte-reader.js';
import { EVENT } from './event-writer.js';
import type { Happening, LogEvent } from './log-event.js';
import { LookReader } from './look-reader.js';
import { ReadingReader } from './reading-reader.js';
import { ReadWords } from './word-list.js';

/** Events that are read at once: so few that they are forgotten before the collector of long-lived memory sees them. */
const BATCH = 128;

/**
 * Reads the events of one group, some at a time.
 *
 * @param withDetections whether to read the detections of looks too: with them it takes about twice as long
 * @throws RangeError or SyntaxError when the bytes are not what EventWriter wrote
 */
export function* readEvents(bytes: Buffer, withDetections: boolean): Generator<LogEvent[], void, undefined> {
  const reader = new ByteReader(bytes);
  const words = new ReadWords();
  const readings = new ReadingReader(reader, words);
  const cameras = new Map<string, LookReader>();
  let events: LogEvent[] = [];
  let recordedAtMs = 0;
  while (reader.hasMore) {
    const kind = reader.byte();
    recordedAtMs += reader.signed();
    if (kind === EVENT.look) {
      const cameraId = words.read(reader);
      let camera = cameras.get(cameraId);
      if (camera === undefined) cameras.set(cameraId, (camera = new LookReader(cameraId, reader, words)));
      const { look, detections } = camera.read(withDetections);
      events.push({ kind: 'look', atMs: look.atMs, look, detections, recordedAtMs });
    } else if (kind === EVENT.reading) {
      const reading = readings.read();
      events.push({ kind: 'reading', atMs: reading.measuredAtMs, reading, recordedAtMs });
    } else if (kind === EVENT.tick) {
      events.push({ kind: 'tick', atMs: recordedAtMs + reader.signed(), recordedAtMs });
    } else if (kind === EVENT.json) {
      events.push({ ...(JSON.parse(reader.text()) as Happening), recordedAtMs });
    } else throw new RangeError(`there is no event of kind ${kind}`);
    if (events.length < BATCH) continue;
    yield events;
    events = [];
  }
  if (!reader.isAtEnd) throw new RangeError('the last event ends in the middle');
  if (events.length > 0) yield events;
}
