import type { CaseState } from '@lamppost/contracts';
import type { Permission } from '../access/permissions.js';
import type { SupportState, SupportStepRequest } from './support.js';

type StepName = SupportStepRequest['step'];

/** One step with a support. */
interface SupportStepDefinition {
  readonly from: readonly SupportState[];
  readonly to: SupportState;
  /** Whose step it is: of the bureau that was asked, or of the one that has the case. */
  readonly by: 'supporter' | 'lead';
  readonly permission: Permission;
}

/** All steps with a support after a bureau was asked. */
export const SUPPORT_STEPS = {
  accept: { from: ['invited'], to: 'accepted', by: 'supporter', permission: 'case.accept' },
  refuse: { from: ['invited'], to: 'refused', by: 'supporter', permission: 'case.accept' },
  opine: { from: ['accepted'], to: 'accepted', by: 'supporter', permission: 'case.accept' },
  withdraw: { from: ['invited', 'accepted'], to: 'withdrawn', by: 'lead', permission: 'case.transfer' },
} as const satisfies Record<StepName, SupportStepDefinition>;

/** Supports that somebody has something to do with. */
export const LIVE_SUPPORTS = ['invited', 'accepted'] as const satisfies readonly SupportState[];

/** States in which the bureau that has a case may ask others: it works on the case, or has taken it over. */
export const JOINT_STATES = [
  'in_review',
  'confirmed',
  'transferred',
  'returned',
  'accepted',
] as const satisfies readonly CaseState[];

/** Steps that are possible with a support in this state. */
export function allowedSupportSteps(state: SupportState): StepName[] {
  return (Object.keys(SUPPORT_STEPS) as StepName[]).filter((name) => {
    const { from }: SupportStepDefinition = SUPPORT_STEPS[name];
    return from.includes(state);
  });
}
