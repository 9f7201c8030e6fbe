import type { Violation } from '@lamppost/contracts';
import type { Outcome } from '../rules/outcome.js';

/** What came of a violation: `reminded` when the log ends before it is known whether the reminder was heeded. */
export type Fate = 'lead' | 'corrected' | 'reminded' | 'shadow';

/** A violation that rules found in a log. */
export interface Found {
  readonly violation: Violation;
  readonly fate: Fate;
  /** Last moment at which it is known to have been there. */
  readonly untilMs: number;
}

function fateOf({ kind }: Outcome): Fate {
  switch (kind) {
    case 'violation':
      return 'lead';
    case 'remind':
      return 'reminded';
    case 'corrected':
      return 'corrected';
    case 'shadow':
      return 'shadow';
    default:
      return kind satisfies never;
  }
}

/** Gathers outcomes by violation: a reminder and what comes of it are one. */
export class FoundBook {
  private readonly found = new Map<string, Found>();

  /** Violations so far. */
  get size(): number {
    return this.found.size;
  }

  take(outcome: Outcome): void {
    const { violation } = outcome;
    const known = this.found.get(violation.violationId);
    // After a restart the same lead may be told again: the first time counts.
    if (known?.fate === 'lead') return;
    const untilMs = Math.max(violation.triggeredAtMs, known?.untilMs ?? 0);
    this.found.set(violation.violationId, { violation, fate: fateOf(outcome), untilMs });
  }

  /** A violation is still there. */
  seen(violationId: string, atMs: number): void {
    const known = this.found.get(violationId);
    if (known !== undefined && atMs > known.untilMs) this.found.set(violationId, { ...known, untilMs: atMs });
  }

  /** All of them, in the order in which they were told. */
  list(): readonly Found[] {
    return [...this.found.values()].sort(
      (a, b) =>
        a.violation.triggeredAtMs - b.violation.triggeredAtMs ||
        a.violation.violationId.localeCompare(b.violation.violationId),
    );
  }
}
