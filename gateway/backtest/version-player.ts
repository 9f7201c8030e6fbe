import type { EngineEvent } from '../events/engine-event.js';
import type { RuleDocument } from '../rules/document/rule-document.js';
import { type EngineState, NOTHING_SAVED, restoreEngine } from '../rules/engine-state.js';
import { takeEvent } from '../rules/rule-engine.js';
import { type RulePlan, planRules } from '../rules/rule-plan.js';
import { type Found, FoundBook } from './found.js';

/** Plays events under one version of the rules, from an empty memory on, and keeps what it finds. */
export class VersionPlayer {
  private readonly plan: RulePlan;
  private state: EngineState;
  private readonly book = new FoundBook();

  constructor(gatewayId: string, document: RuleDocument) {
    this.plan = planRules({ gatewayId, document });
    this.state = restoreEngine(this.plan, NOTHING_SAVED);
  }

  /** The rules that it plays. */
  get document(): RuleDocument {
    return this.plan.book.document;
  }

  take(event: EngineEvent): void {
    const { state, outcomes } = takeEvent(this.plan, this.state, event);
    this.state = state;
    for (const outcome of outcomes) this.book.take(outcome);
  }

  /** Takes note of which violations last; called now and then, for it looks through all that is open. */
  note(): void {
    if (this.book.size === 0) return;
    for (const { rules } of this.state.lanes)
      for (const { open } of rules)
        for (const { violationId, lastSeenAtMs } of open)
          if (violationId !== undefined) this.book.seen(violationId, lastSeenAtMs);
  }

  /** What was found so far. */
  found(): readonly Found[] {
    return this.book.list();
  }
}
