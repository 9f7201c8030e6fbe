import type { Assignment, AssignmentOutcome } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { GatewayConfig } from '../config/gateway-config.js';
import { type AssignedKind, nameOf, outcomeOf } from './assigned-kind.js';
import type { AssignmentStore, HeldDocument } from './assignment-store.js';
import type { MergedConfiguration } from './remote-configuration.js';

/** A gateway that began with a configuration so often without proving it does not try it again. */
const MOST_STARTS = 3;

/** Lays a document over the file on the box, and checks the whole. */
export type Merge = (document: { readonly name: string; readonly text: string }) => MergedConfiguration;

/** Options of {@link AssignedConfiguration}. */
export interface AssignedConfigurationOptions {
  readonly store: AssignmentStore;
  readonly merge: Merge;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Configuration that the cloud assigns. It is checked and kept, and the gateway starts anew with it, on trial: it has proven itself when the cloud
 * answers the gateway that runs on it. Where it does not, the one before holds again, and the cloud is told why.
 */
export class AssignedConfiguration implements AssignedKind {
  readonly kind = 'configuration';
  /** Called when the gateway is to start anew. */
  onRestart: () => void = () => undefined;

  constructor(private readonly options: AssignedConfigurationOptions) {}

  /** Whether what the gateway runs on has to prove itself. */
  get isOnTrial(): boolean {
    return this.options.store.state.trial !== null;
  }

  serial(): number {
    return this.options.store.state.serial;
  }

  outcome(): AssignmentOutcome | null {
    return this.options.store.state.outcome;
  }

  /** What the gateway is to start with; null: the file on the box alone. Each start on trial is counted. */
  async begin(): Promise<GatewayConfig | null> {
    const { store, log } = this.options;
    const { trial } = store.state;
    if (trial === null) return this.usable(store.state.current);
    const name = nameOf(trial.held.assignment);
    if (trial.starts >= MOST_STARTS) {
      await this.refuse(`${name}: the gateway ended ${MOST_STARTS} times before it had reached the cloud with it`);
      return this.usable(store.state.current);
    }
    const merged = this.merged(trial.held);
    if (merged?.status === 'refused') {
      await this.decide(trial.held.assignment, merged.problems);
      return this.usable(store.state.current);
    }
    await store.change({ trial: { ...trial, starts: trial.starts + 1 } });
    log.info({ name }, 'configuration of the cloud on trial');
    return merged?.config ?? null;
  }

  async take(assignment: Assignment, text: string | null): Promise<void> {
    const { store, log } = this.options;
    const { serial } = assignment;
    const held = { assignment, text };
    const merged = this.merged(held);
    if (merged?.status === 'refused') {
      const { problems } = merged;
      log.error(
        { problems: problems.slice(0, 10), count: problems.length },
        'configuration refused; the old one stays',
      );
      await this.decide(assignment, problems);
      return;
    }
    await store.change({ serial, trial: { held, starts: 0 }, outcome: null });
    this.onRestart();
  }

  /** The gateway that runs on it reached the cloud. */
  async prove(): Promise<void> {
    const { store, log, clock } = this.options;
    const { trial } = store.state;
    if (trial === null) return;
    const { assignment } = trial.held;
    await store.change({ current: trial.held, trial: null, outcome: outcomeOf(assignment, [], clock.nowMs()) });
    log.info({ name: nameOf(assignment) }, 'configuration of the cloud taken');
  }

  /** What is on trial did not prove itself; the one before holds from the next start on. */
  async refuse(problem: string): Promise<void> {
    const { store, log } = this.options;
    const { trial } = store.state;
    if (trial === null) return;
    log.error({ problem }, 'configuration of the cloud given up; the one before holds again');
    await this.decide(trial.held.assignment, [problem]);
  }

  async told(outcome: AssignmentOutcome): Promise<void> {
    const { store } = this.options;
    if (store.state.outcome?.serial === outcome.serial) await store.change({ outcome: null });
  }

  private async decide(assignment: Assignment, problems: readonly string[]): Promise<void> {
    const { store, clock } = this.options;
    const { serial } = assignment;
    await store.change({ serial, trial: null, outcome: outcomeOf(assignment, problems, clock.nowMs()) });
  }

  /** Null: the document is none, and the file on the box holds alone. */
  private merged({ assignment, text }: HeldDocument): MergedConfiguration | null {
    return text === null ? null : this.options.merge({ name: nameOf(assignment), text });
  }

  /** What was good when it was taken need not go with a `gateway.yaml` that was changed since. */
  private usable(held: HeldDocument | null): GatewayConfig | null {
    const merged = held === null ? null : this.merged(held);
    if (merged?.status !== 'refused') return merged?.config ?? null;
    const { problems } = merged;
    this.options.log.error(
      { problems },
      'configuration of the cloud does not go with gateway.yaml any more; that holds alone',
    );
    return null;
  }
}
