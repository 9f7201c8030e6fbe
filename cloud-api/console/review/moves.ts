import type { CaseDetail } from '../cloud/use-case.js';
import type { Me } from '../session/use-me.js';
import type { CaseStepRequest } from '../cloud/steps.js';

/** What a reviewer does with one key or button; it may be several steps of the case. */
export type Move =
  'confirm' | 'reject' | 'transfer' | 'merge' | 'accept' | 'return' | 'correct' | 'review-again' | 'reopen';

/** A case, as far as a move depends on it. */
export type Movable = Pick<CaseDetail, 'caseId' | 'state' | 'version' | 'bureauId' | 'matter'>;

const PERMISSIONS: Readonly<Record<Move, Me['permissions'][number]>> = {
  confirm: 'case.review',
  reject: 'case.review',
  transfer: 'case.transfer',
  merge: 'case.review',
  accept: 'case.accept',
  return: 'case.accept',
  correct: 'case.review',
  'review-again': 'case.review',
  reopen: 'case.reopen',
};

/** Steps that lead from a state to that in which a move can be made; what is not named cannot. */
const WAYS: Readonly<Record<Move, Partial<Record<CaseDetail['state'], readonly CaseStepRequest['step'][]>>>> = {
  confirm: { candidate: ['begin-review'], in_review: [] },
  reject: { candidate: ['begin-review'], in_review: [] },
  transfer: { candidate: ['begin-review', 'confirm'], in_review: ['confirm'], confirmed: [], returned: [] },
  merge: { candidate: [], in_review: [], confirmed: [], returned: [] },
  accept: { transferred: [] },
  return: { transferred: [] },
  correct: { candidate: ['begin-review'], in_review: [], confirmed: [], returned: [] },
  'review-again': { confirmed: [], returned: [] },
  reopen: { rejected: [], corrected: [], expired: [] },
};

/** The moves that somebody can make with a case, in the order in which they are offered. */
export function movesOf({ state }: Pick<Movable, 'state'>, permissions: Me['permissions']): Move[] {
  const all = Object.keys(WAYS) as Move[];
  return all.filter((move) => {
    const way = WAYS[move][state];
    // On the way to a transfer a case is confirmed, which asks for its own permission.
    const needed =
      way?.includes('begin-review') === true || way?.includes('confirm') === true ? ['case.review' as const] : [];
    return way !== undefined && [PERMISSIONS[move], ...needed].every((permission) => permissions.includes(permission));
  });
}

/** The steps that a move takes, first to last; empty when the state does not allow it. */
export function stepsOf({ state }: Pick<Movable, 'state'>, said: CaseStepRequest & { step: Move }): CaseStepRequest[] {
  const way = WAYS[said.step][state];
  if (way === undefined) return [];
  return [...way.map((step) => ({ step }) as CaseStepRequest), said];
}
