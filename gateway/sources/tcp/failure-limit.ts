/** Failures of one address in {@link SPAN_MS} after which it is not listened to. */
const MAX_FAILURES = 10;
const SPAN_MS = 600_000;
/** Addresses that are followed; beyond it the counts begin anew. */
const MAX_ADDRESSES = 4_096;

/** Counts failed attempts by address, so that nobody can try out passwords. */
export class FailureLimit {
  private readonly failures = new Map<string, { readonly sinceMs: number; count: number }>();

  /** Notes a failed attempt. */
  note(address: string, nowMs: number): void {
    const known = this.current(address, nowMs);
    if (known !== null) known.count += 1;
    else {
      if (this.failures.size >= MAX_ADDRESSES) this.failures.clear();
      this.failures.set(address, { sinceMs: nowMs, count: 1 });
    }
  }

  /** Whether an address has failed too often of late. */
  isShut(address: string, nowMs: number): boolean {
    return (this.current(address, nowMs)?.count ?? 0) >= MAX_FAILURES;
  }

  private current(address: string, nowMs: number): { count: number } | null {
    const known = this.failures.get(address);
    return known !== undefined && Math.abs(nowMs - known.sinceMs) < SPAN_MS ? known : null;
  }
}
