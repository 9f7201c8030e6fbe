/** Shortest password, in characters. */
export const MIN_PASSWORD_LENGTH = 12;
/** Longest password, in characters. */
export const MAX_PASSWORD_LENGTH = 256;
/** From this length on a password need not mix kinds of characters. */
const LONG_ENOUGH = 20;
const MIN_KINDS = 3;
const MIN_DISTINCT = 6;
/** Parts of a name below this length say nothing. */
const MIN_NAME_PART = 3;

/** Beginnings of passwords that guessers try first, in lower case. */
const COMMON = [
  ...[
    'password',
    'passw0rd',
    'p@ssw0rd',
    'p@ssword',
    'admin',
    'administrator',
    'root',
    'welcome',
    'letmein',
    'iloveyou',
  ],
  ...[
    'qwerty',
    'qwertyuiop',
    '1qaz2wsx',
    'asdfghjkl',
    'zxcvbnm',
    'abc123',
    'a123456',
    'woaini',
    'changeme',
    'lamppost',
  ],
];

/** Why a password is not taken. */
export type PasswordFault = 'too-short' | 'too-long' | 'too-simple' | 'too-common' | 'holds-name' | 'not-new';

const WORDS: Record<PasswordFault, string> = {
  'too-short': `it has fewer than ${MIN_PASSWORD_LENGTH} characters`,
  'too-long': `it has more than ${MAX_PASSWORD_LENGTH} characters`,
  'too-simple': `it has few different characters, or, below ${LONG_ENOUGH}, fewer than three of: small letters, capitals, digits, others`,
  'too-common': 'guessers try it first',
  'holds-name': 'the name stands in it',
  'not-new': 'it is the one before',
};

/** The faults in words, for the one who chose the password. */
export function describePasswordFaults(faults: readonly PasswordFault[]): string {
  return faults.map((fault) => WORDS[fault]).join('; ');
}

/** What is left of a common word once the digits and marks that people add are gone. */
function isCommon(password: string): boolean {
  const bare = password.toLowerCase().replace(/[\d\W_]+$/, '');
  const digits = /^\d+$/.test(password);
  return digits || COMMON.some((word) => bare === word || password.toLowerCase() === word);
}

/** Every reason why this password is not taken for an account with these names; none when it is good. */
export function findPasswordFaults(password: string, names: readonly string[]): PasswordFault[] {
  const { length } = Array.from(password);
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((kind) =>
    kind.test(password),
  ).length;
  const lower = password.toLowerCase();
  const parts = names.flatMap((name) => name.toLowerCase().split(/[\s@._-]+/));
  const faults: PasswordFault[] = [];
  if (length < MIN_PASSWORD_LENGTH) faults.push('too-short');
  if (length > MAX_PASSWORD_LENGTH) faults.push('too-long');
  if (new Set(password).size < MIN_DISTINCT || (length < LONG_ENOUGH && kinds < MIN_KINDS)) faults.push('too-simple');
  if (isCommon(password)) faults.push('too-common');
  if (parts.some((part) => part.length >= MIN_NAME_PART && lower.includes(part))) faults.push('holds-name');
  return faults;
}
