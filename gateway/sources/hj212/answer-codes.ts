/** QnRtn of an answered request (HJ 212-2017, 6.6.5, request return). */
export const QN_RTN = {
  '1': 'is being carried out',
  '2': 'was refused',
  '3': 'has a wrong password (PW)',
  '4': 'has a wrong device number (MN)',
  '5': 'has a wrong system type (ST)',
  '6': 'has a wrong Flag',
  '7': 'has a wrong request number (QN)',
  '8': 'has a wrong command number (CN)',
  '9': 'has a wrong CRC',
  '100': 'failed for an unknown reason',
} as const;

/** QnRtn of a request that will be carried out. */
export const QN_RTN_READY = '1';
/** QnRtn of a command that whoever got it does not know. */
export const QN_RTN_CN = '8';

/** ExeRtn of a request that was carried out (HJ 212-2017, 6.6.5, execution return). */
export const EXE_RTN = {
  '1': 'was carried out',
  '2': 'failed for an unknown reason',
  '3': 'had wrong conditions',
  '4': 'ran out of time',
  '5': 'met a busy system',
  '6': 'met a faulty system',
  '100': 'found no data',
} as const;

/** ExeRtn of success. */
export const EXE_RTN_DONE = '1';

/** Says a code in words, whatever was sent. */
export function explainCode(codes: Readonly<Record<string, string>>, code: string | null): string {
  return (code === null ? undefined : codes[code]) ?? 'was answered with a code that is not in the standard';
}
