/** The time of this machine, in milliseconds since 1970. */
export function nowMs(): number {
  return Date.now();
}
