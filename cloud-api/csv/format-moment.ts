const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  // Swedish writes days as ISO 8601 does, which spreadsheets of any language read.
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(zone, made);
  return made;
}

/** A moment in milliseconds since 1970 as `2026-03-01 09:30:00` in a time zone. */
export function formatMoment(atMs: number, zone: string): string {
  return formatOf(zone).format(atMs);
}
