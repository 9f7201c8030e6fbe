import type { Assignment, AssignmentOutcome, DocumentKind } from '@lamppost/contracts';

/** Characters of a problem that the cloud is told, at most. */
const PROBLEM_CHARACTERS = 500;

/** How a gateway deals with the assignments of one kind. What it says of itself is durable. */
export interface AssignedKind {
  readonly kind: DocumentKind;
  /** Of the newest assignment that was decided on; 0: none was. */
  serial(): number;
  /** What the cloud does not know yet; null: it knows all. */
  outcome(): AssignmentOutcome | null;
  /** Decides on an assignment that is newer than all before, with the text that it names. */
  take(assignment: Assignment, text: string | null): Promise<void>;
  /** The cloud knows this outcome now. */
  told(outcome: AssignmentOutcome): Promise<void>;
}

/** What became of an assignment: it was taken where there are no problems. */
export function outcomeOf({ kind, serial }: Assignment, problems: readonly string[], atMs: number): AssignmentOutcome {
  const [first] = problems;
  return first === undefined
    ? { kind, serial, result: 'taken', problem: null, problems: 0, atMs }
    : { kind, serial, result: 'refused', problem: first.slice(0, PROBLEM_CHARACTERS), problems: problems.length, atMs };
}

/** A document of the cloud as logs, problems and evidence name it: `street-rules@3`. */
export function nameOf({ document }: Assignment): string {
  return document === null ? 'the file on the box' : `${document.name}@${document.version}`;
}
