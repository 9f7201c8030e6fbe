import type { Language } from '@lamppost/page-kit';

/** What imports of the cloud say of a line, in Chinese; what only repeats the rule of its field is left out. */
const CHINESE: readonly (readonly [RegExp, string])[] = [
  [/^it stands on line (\d+) already$/, '与第 $1 行重复'],
  [/^the header lacks (.+)$/, '表头缺少：$1'],
  [/^no such column; there are (.+)$/, '没有这一列；可用的列：$1'],
  [/^at most (\d+) lines at a time$/, '一次最多 $1 行'],
  [/^Invalid Record Length: columns length is (\d+), got (\d+) on line \d+$/, '这一行有 $2 列，表头有 $1 列'],
  [/^it is no JSON: .*$/, '不是正确的 JSON'],
  [/^there is no bureau (.+)$/, '没有部门 $1'],
  [/^there is no area (.+)$/, '没有片区 $1'],
  [/^there is no device (.+) in the register$/, '登记簿里没有设备 $1'],
  [/^(\S+) is out of use$/, '$1 已停用'],
  [/^(\S+) has it$/, '已被 $1 使用'],
  [/^devices of this bureau or area are not yours$/, '您无权登记这个部门或片区的设备'],
];

/** What the checker of types says of a field, in words for programmers. */
const IS_OF_SCHEMA = /^(Invalid|Too (small|big):|Unrecognized)/;

/**
 * What the cloud says of a fault, for whoever reads in a language; null: nothing that the rule of its field does not say.
 *
 * @param hasRule Whether the page knows the rule of the field
 */
export function sayCloudWords(
  message: string,
  { language, hasRule }: { readonly language: Language; readonly hasRule: boolean },
): string | null {
  if (language === 'en') return hasRule && IS_OF_SCHEMA.test(message) ? null : message;
  const known = CHINESE.find(([pattern]) => pattern.test(message));
  if (known !== undefined) return message.replace(...known);
  return hasRule ? null : message;
}
