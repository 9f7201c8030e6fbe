import i18next, { type TFunction } from 'i18next';

/** Why a reviewer rejected it, in words; a code that is not known here as it came. */
export function sayReason(code: string, t: TFunction): string {
  const key = `leads/reason/${code}`;
  return i18next.exists(key) ? t(key as 'leads/reason/permitted') : code;
}
