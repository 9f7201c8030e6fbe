import { sayProblem } from '@lamppost/page-kit';
import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { cloud, CloudError } from '../cloud/client.js';
import { type Movable, type Move, stepsOf } from './moves.js';
import type { CaseStepRequest } from '../cloud/steps.js';

/** A move that somebody made. */
export interface Verdict {
  readonly found: Movable;
  readonly said: CaseStepRequest & { step: Move };
}

const KEY = ['review'];

/** Takes the steps one after the other, each with the tag of the one before: whoever was faster is not overruled. */
async function take({ found, said }: Verdict): Promise<void> {
  let tag = `"v${found.version}"`;
  for (const body of stepsOf(found, said)) {
    const answer = await cloud.post('/api/v1/cases/{caseId}/steps', {
      path: { caseId: found.caseId },
      header: { 'if-match': tag },
      body,
    });
    if (answer.status !== 'done') throw new CloudError(answer);
    tag = answer.tag ?? tag;
  }
}

/** Sends verdicts in the order in which they were given, while the next case is looked at already; tells of each that failed. */
export function useReview(options: { readonly onFailed: (caseId: string) => void }) {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationKey: KEY,
    // One after the other, however fast they come.
    scope: { id: 'review' },
    mutationFn: take,
    onError: (error, { found, said }) => {
      notification.error({
        title: t('review/failed', { caseId: found.caseId, step: t(`review/${said.step}`) }),
        description: sayProblem(error, t),
        duration: 0,
      });
      options.onFailed(found.caseId);
    },
    onSettled: async (_, __, { found }) => {
      await queries.invalidateQueries({ queryKey: ['case', found.caseId] });
    },
  });
}

/** How many verdicts are on their way; while there are any, leaving the page asks first. */
export function usePendingVerdicts(): number {
  const pending = useIsMutating({ mutationKey: KEY });
  useEffect(() => {
    if (pending === 0) return;
    const ask = (event: BeforeUnloadEvent) => {
      event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('beforeunload', ask);
    };
  }, [pending]);
  return pending;
}
