const BEIJING_AHEAD_MS = 8 * 3600 * 1000;

/**
 * Reads a time of HJ 212: Beijing time (UTC+8, no summer time), `yyyyMMddHHmmss`, with or without milliseconds.
 *
 * @returns milliseconds since 1970-01-01T00:00:00Z, or null when it is no such time
 */
export function parseBeijingTime(text: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})?$/.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, millisecond = '000'] = match;
  // A Date takes the 31st of June for the 1st of July; read back, it does not say what was written.
  const written = `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}.${millisecond}Z`;
  const asUtcMs = Date.parse(written);
  if (Number.isNaN(asUtcMs) || new Date(asUtcMs).toISOString() !== written) return null;
  const ms = asUtcMs - BEIJING_AHEAD_MS;
  return ms >= 0 ? ms : null;
}
