const OFFSET_MS = 8 * 3_600_000;

/** A moment as a field for date and time has it, in Beijing: `YYYY-MM-DDTHH:mm`. */
export function toBeijingMinute(atMs: number): string {
  return new Date(atMs + OFFSET_MS).toISOString().slice(0, 16);
}

/** The moment that such a field tells; null where it is none. */
export function fromBeijingMinute(text: string): number | null {
  const atMs = Date.parse(`${text}:00+08:00`);
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) && Number.isFinite(atMs) ? atMs : null;
}
