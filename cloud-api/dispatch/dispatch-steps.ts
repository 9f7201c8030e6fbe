import type { DispatchState, DispatchStepRequest } from '@lamppost/contracts';
import type { Permission } from '../access/permissions.js';

const MINUTE_MS = 60_000;

type StepName = DispatchStepRequest['step'];

/** One step with a dispatch. */
interface DispatchStepDefinition {
  readonly from: readonly DispatchState[];
  readonly to: DispatchState;
  readonly permission: Permission;
}

/** All steps with a dispatch after it was sent. */
export const DISPATCH_STEPS = {
  take: { from: ['sent'], to: 'taken', permission: 'case.verify-on-site' },
  report: { from: ['sent', 'taken'], to: 'reported', permission: 'case.verify-on-site' },
  'send-back': { from: ['reported'], to: 'sent', permission: 'case.dispatch' },
  close: { from: ['reported'], to: 'closed', permission: 'case.dispatch' },
  withdraw: { from: ['sent', 'taken'], to: 'withdrawn', permission: 'case.dispatch' },
} as const satisfies Record<StepName, DispatchStepDefinition>;

/** States in which a patrol is on the way, on site, or waits for its report to be looked at. */
export const UNDER_WAY = ['sent', 'taken', 'reported'] as const satisfies readonly DispatchState[];

/** How long a dispatch may stay in a state, in milliseconds; null: as long as it likes. None of it is law. */
export const DISPATCH_TIMES: Readonly<Record<DispatchState, number | null>> = {
  sent: 30 * MINUTE_MS,
  taken: 120 * MINUTE_MS,
  reported: 480 * MINUTE_MS,
  closed: null,
  withdrawn: null,
};

/** When a dispatch that comes into a state is due; null when it is over. */
export function dispatchDue(state: DispatchState, atMs: number): number | null {
  const lengthMs = DISPATCH_TIMES[state];
  return lengthMs === null ? null : atMs + lengthMs;
}

/** Steps that are possible with a dispatch in this state. */
export function allowedDispatchSteps(state: DispatchState): StepName[] {
  return (Object.keys(DISPATCH_STEPS) as StepName[]).filter((name) => {
    const { from }: DispatchStepDefinition = DISPATCH_STEPS[name];
    return from.includes(state);
  });
}
