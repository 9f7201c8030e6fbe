import type { CaseState, CaseStepName } from '@lamppost/contracts';
import type { Permission } from '../../access/permissions.js';

/** One step in the life of a case. What must be said with it stands in `CaseStepRequest`. */
export interface StepDefinition {
  readonly from: readonly CaseState[];
  readonly to: CaseState;
  /** Who may take it; null: the program alone. */
  readonly permission: Permission | null;
  readonly zh: string;
  readonly en: string;
}

/** All steps. What stands here is all that can happen to a case. */
export const STEPS = {
  'begin-review': {
    from: ['candidate'],
    to: 'in_review',
    permission: 'case.review',
    zh: '开始审核',
    en: 'begin the review',
  },
  'put-back': { from: ['in_review'], to: 'candidate', permission: 'case.review', zh: '退回待审', en: 'put back' },
  confirm: { from: ['in_review'], to: 'confirmed', permission: 'case.review', zh: '审核通过', en: 'confirm' },
  reject: { from: ['in_review'], to: 'rejected', permission: 'case.review', zh: '审核不通过', en: 'reject' },
  transfer: {
    from: ['confirmed', 'returned'],
    to: 'transferred',
    permission: 'case.transfer',
    zh: '移送',
    en: 'transfer to a bureau',
  },
  accept: { from: ['transferred'], to: 'accepted', permission: 'case.accept', zh: '接收', en: 'accept' },
  return: { from: ['transferred'], to: 'returned', permission: 'case.accept', zh: '退回', en: 'return' },
  merge: {
    from: ['candidate', 'in_review', 'confirmed', 'returned'],
    to: 'merged',
    permission: 'case.review',
    zh: '并案',
    en: 'merge into another case',
  },
  correct: {
    from: ['in_review', 'confirmed', 'transferred', 'returned'],
    to: 'corrected',
    permission: 'case.review',
    zh: '劝导改正',
    en: 'settle by persuasion',
  },
  'review-again': {
    from: ['confirmed', 'returned'],
    to: 'in_review',
    permission: 'case.review',
    zh: '重新审核',
    en: 'review again',
  },
  reopen: {
    from: ['rejected', 'corrected', 'expired'],
    to: 'in_review',
    permission: 'case.reopen',
    zh: '重新立为线索',
    en: 'open again',
  },
  expire: { from: ['candidate', 'in_review'], to: 'expired', permission: null, zh: '逾期失效', en: 'expire' },
} as const satisfies Record<CaseStepName, StepDefinition>;

/** Each state in words, and whether it is one in which somebody has something to do. */
export const STATES = {
  candidate: { isOpen: true, zh: '候选线索', en: 'candidate' },
  in_review: { isOpen: true, zh: '审核中', en: 'in review' },
  confirmed: { isOpen: true, zh: '已确认', en: 'confirmed' },
  transferred: { isOpen: true, zh: '已移送', en: 'transferred' },
  accepted: { isOpen: false, zh: '已接收', en: 'accepted' },
  returned: { isOpen: true, zh: '已退回', en: 'returned' },
  rejected: { isOpen: false, zh: '不予采用', en: 'rejected' },
  merged: { isOpen: false, zh: '已并案', en: 'merged' },
  corrected: { isOpen: false, zh: '已劝导改正', en: 'corrected' },
  expired: { isOpen: false, zh: '已逾期', en: 'expired' },
} as const satisfies Record<CaseState, { isOpen: boolean; zh: string; en: string }>;

/** States in which somebody has something to do. */
export const OPEN_STATES = ['candidate', 'in_review', 'confirmed', 'transferred', 'returned'] as const;

const STEP_NAMES = Object.keys(STEPS) as CaseStepName[];

/** Steps that people can take with a case in this state. */
export function allowedSteps(state: CaseState): CaseStepName[] {
  return STEP_NAMES.filter((name) => {
    const { from, permission }: StepDefinition = STEPS[name];
    return permission !== null && from.includes(state);
  });
}

/** The state that a step leads to; null when the case's state does not allow it. */
export function stateAfter(state: CaseState, step: CaseStepName): CaseState | null {
  const { from, to }: StepDefinition = STEPS[step];
  return from.includes(state) ? to : null;
}
