import { CaseState, CaseStepName, CaseStepRequest, RejectionCode } from '@lamppost/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deleteWithinDays, REJECTION_REASONS, type RejectionReason } from './rejection-reasons.js';
import { allowedSteps, OPEN_STATES, STATES, stateAfter, STEPS, type StepDefinition } from './steps.js';

const anyState = fc.constantFrom(...CaseState.options);
const anyStep = fc.constantFrom(...CaseStepName.options);

describe('the life of a case', () => {
  test.each([
    ['candidate', 'begin-review', 'in_review'],
    ['in_review', 'confirm', 'confirmed'],
    ['confirmed', 'transfer', 'transferred'],
    ['transferred', 'accept', 'accepted'],
    ['transferred', 'return', 'returned'],
    ['returned', 'transfer', 'transferred'],
    ['in_review', 'reject', 'rejected'],
    ['candidate', 'merge', 'merged'],
    ['in_review', 'correct', 'corrected'],
    ['candidate', 'expire', 'expired'],
    ['candidate', 'confirm', null],
    ['candidate', 'reject', null],
    ['accepted', 'reject', null],
    ['merged', 'reopen', null],
    ['rejected', 'confirm', null],
    ['confirmed', 'expire', null],
  ] as const)('%s, %s: %s', (state, step, to) => {
    expect(stateAfter(state, step)).toBe(to);
  });

  test('whatever is tried, a case only goes where a step that is listed leads', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (tried) => {
        let state: CaseState = 'candidate';
        for (const step of tried) {
          const definition: StepDefinition = STEPS[step];
          const next = stateAfter(state, step);
          expect(next !== null).toBe(definition.from.includes(state));
          expect(allowedSteps(state).includes(step)).toBe(next !== null && definition.permission !== null);
          state = next ?? state;
        }
      }),
    );
  });

  test('every state can be reached, and every open one left by a person', () => {
    const reached = new Set<CaseState>(['candidate']);
    for (let before = 0; before < reached.size;) {
      before = reached.size;
      for (const state of [...reached])
        for (const step of CaseStepName.options) {
          const next = stateAfter(state, step);
          if (next !== null) reached.add(next);
        }
    }
    expect([...reached].sort()).toEqual([...CaseState.options].sort());
    for (const state of OPEN_STATES) expect(allowedSteps(state)).not.toEqual([]);
    expect(CaseState.options.filter((state) => STATES[state].isOpen)).toEqual(OPEN_STATES);
    expect(allowedSteps('accepted')).toEqual([]);
    expect(allowedSteps('merged')).toEqual([]);
  });

  test('nobody but the program lets a case expire, and no request asks for it', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(allowedSteps(state)).not.toContain('expire');
      }),
    );
    expect(CaseStepRequest.safeParse({ step: 'expire' }).success).toBe(false);
  });
});

describe('reasons to reject', () => {
  test('those of the law are all there, want the record of a vehicle deleted within 3 days, and say so of nothing else', () => {
    const named = RejectionCode.options.filter((code) => REJECTION_REASONS[code].law !== null);
    expect(named).toEqual([
      'emergency-duty',
      'stolen-or-cloned',
      'rescue-or-necessity',
      'handled-on-site',
      'signals-inconsistent',
      'unclear-record',
      'wrong-plate',
      'other-to-be-deleted',
    ]);
    for (const code of RejectionCode.options) {
      expect(deleteWithinDays(code, 'parking')).toBe(named.includes(code) ? 3 : null);
      expect(deleteWithinDays(code, 'dust')).toBeNull();
    }
  });

  test('each is told in both languages, and is a reason for something', () => {
    for (const { zh, en, matters } of Object.values<RejectionReason>(REJECTION_REASONS)) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[a-z]/);
      expect(matters.length).toBeGreaterThan(0);
    }
  });
});
