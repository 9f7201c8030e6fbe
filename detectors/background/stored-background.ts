import { Box, EpochMs } from '@lamppost/contracts';
import { z } from 'zod';
import { UNKNOWN, startBackground } from './background-state.js';
import type { BackgroundState } from './background-state.js';
import { ForegroundObject } from './foreground-object.js';

/** Luma is stored as 1 to 255; this stands for what is not known. */
const NOT_KNOWN = 0;
/** Cells that show this little else than their background need no record of their own. */
const SAME = 4;
/** Bytes of one cell that shows something else: number (2), shown, former, still for (4), since (8). */
const RECORD_BYTES = 16;

/** The background of one camera as plain data; about 9 KB, and 21 bytes more for each cell where something stands. */
export const StoredBackground = z.strictObject({
  area: z.strictObject({
    left: z.int().min(0),
    top: z.int().min(0),
    columns: z.int().min(1).max(1_000),
    rows: z.int().min(1).max(1_000),
    picture: Box,
  }),
  bornAtMs: EpochMs,
  atMs: EpochMs,
  /** One byte a cell. */
  background: z.base64(),
  /** One record for each cell that shows something else than its background, or has none. */
  foreground: z.base64(),
  vehicles: z.array(Box),
  objects: z.array(ForegroundObject),
});
export type StoredBackground = z.infer<typeof StoredBackground>;

const toByte = (luma: number) => (luma === UNKNOWN ? NOT_KNOWN : Math.max(1, Math.min(255, Math.round(luma))));
const fromByte = (byte: number) => (byte === NOT_KNOWN ? UNKNOWN : byte);

/** Packs a background to be saved. Brightness is rounded to whole steps; how restless cells are is learnt again within minutes. */
export function storeBackground(state: BackgroundState): StoredBackground {
  const { background, former, shown, stillMs, shownSinceMs } = state.cells;
  const special: number[] = [];
  background.forEach((known, cell) => {
    const isPlain = known !== UNKNOWN && former[cell] === UNKNOWN && Math.abs((shown[cell] ?? 0) - known) <= SAME;
    if (!isPlain) special.push(cell);
  });
  const records = new DataView(new ArrayBuffer(special.length * RECORD_BYTES));
  special.forEach((cell, index) => {
    const start = index * RECORD_BYTES;
    records.setUint16(start, cell);
    records.setUint8(start + 2, toByte(shown[cell] ?? 0));
    records.setUint8(start + 3, toByte(former[cell] ?? UNKNOWN));
    records.setUint32(start + 4, Math.min(stillMs[cell] ?? 0, 0xffff_ffff));
    records.setFloat64(start + 8, shownSinceMs[cell] ?? state.atMs);
  });
  const { area, bornAtMs, atMs, vehicles, objects } = state;
  return {
    area,
    bornAtMs,
    atMs,
    background: Buffer.from(Uint8Array.from(background, toByte)).toString('base64'),
    foreground: Buffer.from(records.buffer).toString('base64'),
    vehicles: [...vehicles],
    objects: [...objects],
  };
}

/** Unpacks a background that was saved. @returns null when it does not fit together */
export function restoreBackground(stored: StoredBackground): BackgroundState | null {
  const { area, bornAtMs, atMs, vehicles, objects } = stored;
  const size = area.columns * area.rows;
  const bytes = Buffer.from(stored.background, 'base64');
  const packed = Buffer.from(stored.foreground, 'base64');
  if (bytes.length !== size || packed.length % RECORD_BYTES !== 0) return null;
  const start = startBackground(area, Float32Array.from(bytes), bornAtMs);
  const { background, former, shown, stillMs, shownSinceMs, veil } = start.cells;
  bytes.forEach((byte, cell) => {
    background[cell] = fromByte(byte);
  });
  const records = new DataView(packed.buffer, packed.byteOffset, packed.length);
  for (let at = 0; at < packed.length; at += RECORD_BYTES) {
    const cell = records.getUint16(at);
    if (cell >= size) return null;
    shown[cell] = records.getUint8(at + 2);
    former[cell] = fromByte(records.getUint8(at + 3));
    stillMs[cell] = records.getUint32(at + 4);
    shownSinceMs[cell] = records.getFloat64(at + 8);
  }
  // What vehicles look like is not kept: the next look shows it.
  veil.fill(UNKNOWN);
  return { ...start, atMs, vehicles, objects };
}
