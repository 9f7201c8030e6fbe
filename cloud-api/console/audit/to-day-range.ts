const DAY_MS = 86_400_000;

/** From when to before when a day in Beijing lasts, `YYYY-MM-DD`, in milliseconds since 1970; nothing of what is no day. */
export function toDayRange(day: string): { fromMs: number; toMs: number } | Record<string, never> {
  const fromMs = Date.parse(`${day}T00:00:00+08:00`);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && fromMs >= 0 ? { fromMs, toMs: fromMs + DAY_MS } : {};
}
