import type { DeskSettings } from '../cases/settings/desk-settings.js';
import type { PaperKind, Words } from './paper.js';

/** What decides between the two papers. */
export interface Offence {
  readonly repeatCount: number;
  readonly severity: number;
  readonly hasRefused: boolean;
}

/**
 * Chooses between reminder and case file, and says why: a first or minor offence gets a reminder, a repeat or a refusal a case file. The numbers
 * are the town's; an officer may choose otherwise.
 */
export function choosePaper(
  { caseFileFromRepeats, minorSeverity }: DeskSettings['papers'],
  { repeatCount, severity, hasRefused }: Offence,
): { kind: PaperKind; why: Words } {
  if (hasRefused)
    return {
      kind: 'case-file',
      why: { zh: '当事人拒不改正', en: 'the party refused to put it right' },
    };
  if (repeatCount >= caseFileFromRepeats)
    return severity <= minorSeverity
      ? {
          kind: 'reminder',
          why: {
            zh: `此前已有 ${repeatCount} 件，但情节轻微（${severity} 级）`,
            en: `there were ${repeatCount} before, yet it is minor (severity ${severity})`,
          },
        }
      : {
          kind: 'case-file',
          why: { zh: `同一对象此前已有 ${repeatCount} 件`, en: `there were ${repeatCount} of the same subject before` },
        };
  return {
    kind: 'reminder',
    why:
      repeatCount === 0
        ? { zh: '首次发现', en: 'it is the first of its subject' }
        : { zh: `此前仅有 ${repeatCount} 件`, en: `there were only ${repeatCount} before` },
  };
}
