import type { Assignment, AssignmentOutcome } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import { noteLine } from '../rule-file/note-line.js';
import { type RulesRead, readRules, type TakenRules } from '../rules/document/read-rules.js';
import { type AssignedKind, nameOf, outcomeOf } from './assigned-kind.js';
import type { AssignmentStore } from './assignment-store.js';

/** Rules to judge by, with the name that evidence gives them. */
export interface NamedRules {
  readonly name: string;
  readonly rules: TakenRules;
}

/** The rules of the cloud that were taken last, as a gateway starts with them; null: those of the file on the box hold. */
export function heldRules({ state }: AssignmentStore, nowMs: number, log: Logger): NamedRules | null {
  const { current } = state;
  if (current?.text == null) return null;
  const name = nameOf(current.assignment);
  const rules = readRules(current.text, nowMs);
  if (rules.status === 'taken') return { name, rules };
  // They were good when they were taken: a program of another version reads them.
  const problems = rules.problems.slice(0, 10).map((problem) => noteLine(name, problem));
  log.error({ problems }, 'the rules of the cloud cannot be read any more; those of the file on the box are judged by');
  return null;
}

/** What judges by rules. */
export interface RulesUser {
  /** Goes over to rules of the cloud, or refuses them; the old ones stay then. */
  takeAssigned(name: string, read: RulesRead): void;
  /** Goes back to the file on the box. @returns what was read, and the name of the file; refused, the old ones stay */
  takeFile(): { readonly name: string; readonly read: RulesRead };
}

/** Rules that the cloud assigns: read as a rule file is, kept on the disk, and gone over to without losing what is in progress. */
export class AssignedRules implements AssignedKind {
  readonly kind = 'rules';

  constructor(
    private readonly options: {
      readonly store: AssignmentStore;
      readonly user: RulesUser;
      readonly clock: Clock;
    },
  ) {}

  serial(): number {
    return this.options.store.state.serial;
  }

  outcome(): AssignmentOutcome | null {
    return this.options.store.state.outcome;
  }

  async take(assignment: Assignment, text: string | null): Promise<void> {
    const { store, user, clock } = this.options;
    const nowMs = clock.nowMs();
    const keep = async (name: string, read: RulesRead) => {
      const problems = read.status === 'taken' ? [] : read.problems.map((problem) => noteLine(name, problem));
      const isTaken = problems.length === 0;
      await store.change({
        ...(isTaken ? { current: { assignment, text } } : {}),
        ...{ serial: assignment.serial, outcome: outcomeOf(assignment, problems, nowMs) },
      });
    };
    if (text === null) {
      const { name, read } = user.takeFile();
      await keep(name, read);
      return;
    }
    const name = nameOf(assignment);
    const read = readRules(text, nowMs);
    // First kept, then judged by: evidence must never name rules that a restart would not find.
    await keep(name, read);
    user.takeAssigned(name, read);
  }

  async told(outcome: AssignmentOutcome): Promise<void> {
    const { store } = this.options;
    if (store.state.outcome?.serial === outcome.serial) await store.change({ outcome: null });
  }
}
