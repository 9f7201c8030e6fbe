/** The day by the clock on the wall of a zone, `2026-03-01`. */
export function dayOf(atMs: number, timeZone: string): string {
  // Sweden writes dates as ISO does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(atMs);
}

let remembered: string | null = null;

/** Notes the day that somebody is looking at: it is the one to try changes on. */
export function rememberDay(day: string): void {
  remembered = day;
}

/** The day that was looked at last; null when none was. */
export function rememberedDay(): string | null {
  return remembered;
}
