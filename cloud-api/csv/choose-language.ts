import { z } from 'zod';
import type { CsvLanguage } from './csv-column.js';

/** The language that somebody asks for by name. */
export const LanguageChoice = z.enum(['zh', 'en']);

/**
 * The language of a table: the one that is asked for by name, else that of the two which `Accept-Language` (RFC 9110) likes best, else Chinese.
 */
export function chooseLanguage(asked: CsvLanguage | undefined, header: string | undefined): CsvLanguage {
  if (asked !== undefined) return asked;
  const liked = (header ?? '').split(',').flatMap((range) => {
    const [, language = '', weight = '1'] = /^\s*(zh|en)\b[^;]*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*$/i.exec(range) ?? [];
    return language === '' ? [] : [{ language: LanguageChoice.parse(language.toLowerCase()), weight: Number(weight) }];
  });
  const unsaid: { language: CsvLanguage; weight: number } = { language: 'zh', weight: 0 };
  return liked.reduce((most, one) => (one.weight > most.weight ? one : most), unsaid).language;
}
