import type { TFunction } from 'i18next';
import type { CaseDetail } from '../cloud/use-case.js';

/** What was done with a case beside its steps. */
type CaseAct = CaseDetail['acts'][number];

const FINDINGS = ['confirmed', 'not-found', 'corrected'] as const;
const textOf = (fact: unknown): string | null => (typeof fact === 'string' && fact !== '' ? fact : null);

/** Facts of a dispatch, of coordination and of a request for support, in words; of other acts, and of what is not known here, nothing. */
export function describeAct(
  { act, what }: Pick<CaseAct, 'act' | 'what'>,
  t: TFunction,
  nameOf: (bureauId: string) => string,
): string[] {
  const words: string[] = [];
  if (act.startsWith('dispatch.')) {
    const patrol = textOf(what.patrolName);
    if (patrol !== null) words.push(patrol);
    const finding = FINDINGS.find((known) => known === what.finding);
    if (finding !== undefined) words.push(t(`dispatch/findings/${finding}`));
    const photos = what.photos;
    if (typeof photos === 'number' && photos > 0) words.push(t('actFact/photos', { count: photos }));
  }
  if (act === 'coordination.position' && what.claim === 'ours') words.push(t('coordination/ours'));
  if (act === 'coordination.position' && what.claim === 'not-ours') words.push(t('coordination/notOurs'));
  const bureauId = textOf(what.bureauId);
  if (act === 'coordination.decide' && bureauId !== null) words.push(t('actFact/to', { bureau: nameOf(bureauId) }));
  if (act === 'joint.invite' && bureauId !== null) words.push(t('actFact/asked', { bureau: nameOf(bureauId) }));
  return words;
}
