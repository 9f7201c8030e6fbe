/** A text in Chinese and in English. */
export interface TwoLanguages {
  readonly zh: string;
  readonly en: string;
}

const BETWEEN = ' / ';

/** A text in both languages, as one line. */
export function bothOf({ zh, en }: TwoLanguages): string {
  return zh === en ? en : `${zh}${BETWEEN}${en}`;
}

/** The two languages of a line; one without Chinese is given as both. What both quote may itself hold the mark between them. */
export function languagesOf(line: string): TwoLanguages {
  const parts = line.split(BETWEEN);
  if (parts.length % 2 === 1) return { zh: CHINESE[line] ?? line, en: line };
  const half = parts.length / 2;
  return { zh: parts.slice(0, half).join(BETWEEN), en: parts.slice(half).join(BETWEEN) };
}

/** What the shared schemas say, which know English alone. */
const CHINESE: Readonly<Partial<Record<string, string>>> = {
  '1 to 64 of A-Z a-z 0-9 _ -, starting and ending with a letter or digit':
    '1 至 64 个字符，只用 A-Z a-z 0-9 _ -，首尾为字母或数字',
  'two digits, a space, three digits, as in "09 009"': '两位数字、空格、三位数字，如 "09 009"',
};
