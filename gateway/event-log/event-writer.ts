import { ByteWriter } from './byte-writer.js';
import { isCompact } from './is-compact.js';
import type { Happening } from './log-event.js';
import { LookWriter } from './look-writer.js';
import { ReadingWriter, isCompactReading } from './reading-writer.js';
import { WrittenWords } from './word-list.js';

/** First byte of each event. */
export const EVENT = { look: 1, reading: 2, json: 3, tick: 4 } as const;

/**
 * Writes the events of one group: each as its difference from what came before in the group, so a group is read from its beginning, and can
 * be read without any other.
 */
export class EventWriter {
  private readonly writer = new ByteWriter();
  private readonly words = new WrittenWords();
  private readonly cameras = new Map<string, LookWriter>();
  private readonly readings = new ReadingWriter(this.writer, this.words);
  private recordedAtMs = 0;

  /** Bytes written since the last {@link take}. */
  get length(): number {
    return this.writer.length;
  }

  /** Writes what happened, and when it was taken. */
  write(event: Happening, recordedAtMs: number): void {
    const { writer, words } = this;
    if (event.kind === 'look' && isCompact(event.look, event.detections)) {
      this.begin(EVENT.look, recordedAtMs);
      words.write(writer, event.look.cameraId);
      this.camera(event.look.cameraId).write(event.look, event.detections);
    } else if (event.kind === 'reading' && isCompactReading(event.reading)) {
      this.begin(EVENT.reading, recordedAtMs);
      this.readings.write(event.reading);
    } else if (event.kind === 'tick') {
      this.begin(EVENT.tick, recordedAtMs);
      writer.signed(event.atMs - recordedAtMs);
    } else {
      this.begin(EVENT.json, recordedAtMs);
      writer.text(JSON.stringify(event));
    }
  }

  /** What was written; the next events of the group follow it. */
  take(): Buffer {
    return this.writer.take();
  }

  private begin(kind: number, recordedAtMs: number): void {
    this.writer.byte(kind);
    this.writer.signed(recordedAtMs - this.recordedAtMs);
    this.recordedAtMs = recordedAtMs;
  }

  private camera(cameraId: string): LookWriter {
    const known = this.cameras.get(cameraId);
    if (known !== undefined) return known;
    const fresh = new LookWriter(this.writer, this.words);
    this.cameras.set(cameraId, fresh);
    return fresh;
  }
}
