import type { TFunction } from 'i18next';
import type { CaseDetail } from '../cloud/use-case.js';

type Term = NonNullable<CaseDetail['judgement']>['terms'][number];

const MATTERS = ['parking', 'dust', 'stall', 'burning'] as const;
const TIERS = ['banned', 'controlled', 'regulated'] as const;
const LEGAL = ['deviceLegalReview', 'deviceTechReview', 'sitePublished', 'signagePosted'] as const;
const DOUBTS = ['clock', 'chain'] as const;

function nameDoubt(doubt: string, t: TFunction): string {
  const condition = LEGAL.find((known) => known === doubt);
  if (condition !== undefined) return t('termValue/unmet', { condition: t(`legal/${condition}`) });
  const open = DOUBTS.find((known) => known === doubt);
  return open === undefined ? doubt : t(`termValue/doubt/${open}`);
}

/** What was judged in a summand of a severity, in words; what is not known here is shown as it came. */
export function describeTerm({ term, value }: Pick<Term, 'term' | 'value'>, t: TFunction): string {
  if (term === 'device')
    return value
      .split(' ')
      .map((doubt) => nameDoubt(doubt, t))
      .join(t('termValue/and'));
  const matter = MATTERS.find((known) => known === value);
  if (term === 'matter' && matter !== undefined) return t(`matter/${matter}`);
  const tier = TIERS.find((known) => known === value);
  if (term === 'tier' && tier !== undefined) return t(`termValue/tier/${tier}`);
  const minutes = /^(\d+) min$/.exec(value)?.[1];
  return minutes === undefined ? value : t('termValue/minutes', { count: Number(minutes) });
}
