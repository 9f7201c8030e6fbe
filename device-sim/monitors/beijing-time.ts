/** HJ 212 counts in Beijing time, which is UTC+8 the year round. */
const BEIJING_OFFSET_MS = 8 * 3_600_000;

/** Time as HJ 212 writes it: `yyyyMMddHHmmssSSS`, 17 digits. */
export function formatBeijingTime(epochMs: number): string {
  return new Date(epochMs + BEIJING_OFFSET_MS).toISOString().replaceAll(/[-:.TZ]/g, '');
}

/** Reads `yyyyMMddHHmmss`; NaN when it is no such time. */
export function parseBeijingTime(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (match === null) return Number.NaN;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - BEIJING_OFFSET_MS;
}
