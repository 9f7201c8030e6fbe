/** A length of time as a clock: `0:07`, `12:34`, `1:02:03`. */
export function formatClock(lengthMs: number): string {
  const seconds = Math.max(0, Math.floor(lengthMs / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
