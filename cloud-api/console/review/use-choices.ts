import { formatTime, useLanguage } from '@lamppost/page-kit';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { bodyOf, cloud } from '../cloud/client.js';
import { useBureaus } from '../cloud/use-bureaus.js';
import { useCaseLife } from '../cloud/use-case-life.js';
import type { Movable, Move } from './moves.js';

/** Something that a move may be made with: a reason, a bureau, another case. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly hint: string | null;
  readonly needsNote: boolean;
  /** Address of a picture; null: there is none. Left out where choices have no pictures. */
  readonly picture?: string | null;
}

/** What there is to choose from; `choices` is null for moves that choose nothing. */
export interface Choices {
  readonly choices: readonly Choice[] | null;
  readonly isLoading: boolean;
  /** Why it is not known what there is to choose from; null: it is known. */
  readonly error: Error | null;
}

function useMergeChoices(caseId: string, isAsked: boolean): Choices {
  const { t } = useTranslation();
  const language = useLanguage();
  const targets = useQuery({
    queryKey: ['merge-targets', caseId],
    queryFn: () => bodyOf(cloud.get('/api/v1/cases/{caseId}/merge-targets', { path: { caseId } })),
    enabled: isAsked,
    retry: false,
    // What stood there a while ago may have been settled since.
    gcTime: 0,
  });
  const choices = (targets.data?.targets ?? []).map((target) => {
    const { distanceM, hasSamePlate } = target;
    const said = [
      formatTime(target.triggeredAtMs, language),
      t(`state/${target.state}`),
      ...(distanceM === null ? [] : [t('review/apart', { metres: distanceM })]),
      ...(hasSamePlate ? [t('review/samePlate')] : []),
    ];
    return {
      ...{ id: target.caseId, label: target.placeName, hint: said.join(' · ') },
      ...{ needsNote: false, picture: target.pictureUrl },
    };
  });
  return { choices, isLoading: targets.isLoading, error: targets.error };
}

/** What a move with a case may be made with. */
export function useChoices({ found, move }: { readonly found: Movable; readonly move: Move }): Choices {
  const language = useLanguage();
  const life = useCaseLife();
  const bureaus = useBureaus();
  const merge = useMergeChoices(found.caseId, move === 'merge');
  switch (move) {
    case 'reject': {
      const reasons = (life.data?.rejectionReasons ?? []).filter(({ matters }) => matters.includes(found.matter));
      return {
        choices: reasons.map((reason) => ({
          ...{ id: reason.code, label: reason[language], hint: reason.law, needsNote: reason.needsNote },
        })),
        isLoading: life.isLoading,
        error: life.error,
      };
    }
    case 'transfer': {
      const others = (bureaus.data ?? []).filter(({ bureauId }) => bureauId !== found.bureauId);
      return {
        choices: others.map(({ bureauId, nameZh, nameEn }) => ({
          ...{ id: bureauId, label: language === 'zh' ? nameZh : (nameEn ?? nameZh), hint: null, needsNote: false },
        })),
        isLoading: bureaus.isLoading,
        error: bureaus.error,
      };
    }
    case 'merge':
      return merge;
    case 'confirm':
    case 'accept':
    case 'return':
    case 'correct':
    case 'review-again':
    case 'reopen':
      return { choices: null, isLoading: false, error: null };
  }
}
