import type { TFunction } from 'i18next';
import { CloudError } from '../cloud/client.js';
import { zh } from './zh.js';

type KnownCode = Exclude<keyof typeof zh.problem, 'unreachable' | 'title' | 'other'>;

function isKnown(code: string): code is KnownCode {
  return Object.hasOwn(zh.problem, code);
}

/** What went wrong, in words that somebody can act on. */
export function sayProblem(error: unknown, t: TFunction): string {
  if (!(error instanceof CloudError) || error.problem === null) return t('problem/unreachable');
  const { code, detail } = error.problem;
  return isKnown(code) ? t(`problem/${code}`) : `${t('problem/other')} (${code}: ${detail})`;
}
