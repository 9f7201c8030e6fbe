import type { Role } from './roles.js';

/**
 * Which roles hold which permission, as data. A permission that is scoped to a subject (a case, an account) reaches only subjects of the
 * actor's bureau and areas; one who has no bureau and no areas set is not limited by them.
 */
export const PERMISSIONS = {
  /** Send packages, status and reminders, and fetch rules. */
  'device.send': ['device'],
  /** Lists and cases, with faces and plates masked. */
  'case.read': ['operator', 'reviewer', 'officer', 'supervisor', 'auditor', 'administrator'],
  /** Take up, confirm, reject, merge, and note that a case was corrected. */
  'case.review': ['reviewer', 'supervisor'],
  /** Pass to another bureau, or ask it to handle a case jointly. */
  'case.transfer': ['reviewer', 'officer', 'supervisor'],
  /** Accept or return what was passed to one's own bureau. */
  'case.accept': ['officer', 'supervisor'],
  /** Take a closed case up again. */
  'case.reopen': ['supervisor'],
  /** Send a patrol, and close what it settled. */
  'case.dispatch': ['officer', 'supervisor'],
  /** Verify on site: photo, note, finding. */
  'case.verify-on-site': ['officer'],
  /** Draft the reminder or the case file of a case. */
  'case.draft-paper': ['officer', 'supervisor'],
  /** The whole case as one archive. */
  'case.export': ['officer', 'supervisor', 'auditor'],
  /** The number plate of a subject, in letters and as a picture; logged. */
  'plate.read': ['reviewer', 'officer', 'supervisor', 'auditor'],
  /** The sealed original: unmasked stills and clip; with a reason that is logged. */
  'original.read': ['reviewer', 'officer', 'supervisor', 'auditor'],
  /** Put a bureau's position on a case that several claim. */
  'coordination.take-part': ['reviewer', 'officer', 'supervisor'],
  /** Decide which bureau gets a case that several or none claim. */
  'coordination.decide': ['supervisor'],
  /** Counts, time to each step, precision. */
  'statistics.read': ['operator', 'reviewer', 'officer', 'supervisor', 'auditor', 'administrator'],
  /** Reminders of gateways and what became of them. */
  'reminder.read': ['operator', 'reviewer', 'officer', 'supervisor', 'auditor', 'administrator'],
  /** Gateways, cameras, their health and legal status. */
  'device.read': ['operator', 'reviewer', 'officer', 'supervisor', 'auditor', 'administrator'],
  /** Enrol, revoke, and keep legal status. */
  'device.manage': ['operator', 'administrator'],
  /** Rule documents and their roll-out. */
  'rules.read': ['operator', 'reviewer', 'supervisor', 'auditor', 'administrator'],
  'rules.publish': ['operator', 'administrator'],
  /** Configuration documents: which cameras and monitors a gateway works with. */
  'configuration.publish': ['administrator'],
  /** Bureaus, areas and power lists. */
  'jurisdiction.read': ['operator', 'reviewer', 'officer', 'supervisor', 'auditor', 'administrator'],
  'jurisdiction.manage': ['administrator'],
  /** How cases are joined, judged and timed. */
  'desk.manage': ['administrator'],
  'account.manage': ['administrator'],
  'webhook.manage': ['administrator'],
  'audit.read': ['auditor'],
} as const satisfies Record<string, readonly Role[]>;

/** Something that an actor may be allowed to do. */
export type Permission = keyof typeof PERMISSIONS;

/** What is acted upon: the bureaus that have a part in it, and the area it lies in. */
export interface Subject {
  /** Bureaus that handle it, share in it or claim it; empty when it belongs to none yet. */
  readonly bureauIds: readonly string[];
  /** Bureaus that may read it (`case.read`) and no more: asked to support it, or on a visit to it. Left out: none. */
  readonly readerIds?: readonly string[];
  /** Null when it lies in no known area, or has no place. */
  readonly areaId: string | null;
}
