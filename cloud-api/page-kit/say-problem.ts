import i18next, { type TFunction } from 'i18next';
import { RequestError } from './request-error.js';

/** What went wrong, in words that somebody can act on. The words of a code stand among the page's words, under `problem`. */
export function sayProblem(error: unknown, t: TFunction): string {
  if (!(error instanceof RequestError) || error.problem === null) return t('problem/unreachable');
  const { code, detail } = error.problem;
  const key = `problem/${code}`;
  // Which codes have words, each page knows for itself.
  return i18next.exists(key) ? t(key as 'problem/other') : `${t('problem/other')} (${code}: ${detail})`;
}
