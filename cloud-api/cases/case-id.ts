const BEIJING_OFFSET_MS = 8 * 3_600_000;

/** The day in Beijing as `YYYYMMDD`; China has kept UTC+8 without daylight saving since 1991. */
export function beijingDay(atMs: number): string {
  return new Date(atMs + BEIJING_OFFSET_MS).toISOString().slice(0, 10).replaceAll('-', '');
}

/** ID of a case as people read it out: `LP-YYYYMMDD-NNNNNN`, the day of its opening in Beijing and its number on that day. */
export function formatCaseId(day: string, number: number): string {
  return `LP-${day}-${number.toString().padStart(6, '0')}`;
}
