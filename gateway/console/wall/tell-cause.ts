import type { zh } from './words.js';

/** Code of a fault; the words of each stand under `wall/fault`. */
export type FaultCode = keyof typeof zh.fault;

/** A fault that the gateway's own words name; `isTold`: its words here say all that those say. */
export interface TellingCause {
  readonly code: FaultCode;
  readonly isTold: boolean;
}

/** How the words of the gateway begin that are about its link to the cloud. */
const CLOUD_CAUSES = [
  [/^this gateway is not enrolled/, { code: 'cloud-not-enrolled', isTold: true }],
  [/^the cloud does not enrol this gateway/, { code: 'cloud-enrolment-refused', isTold: false }],
  [/^the cloud does not take this gateway's token/, { code: 'cloud-token-refused', isTold: false }],
] as const satisfies readonly (readonly [RegExp, TellingCause])[];

/** How the words of the gateway begin that are about what is short. */
const SHORTAGE_CAUSES = [
  [/^disk: /, { code: 'shortage-disk', isTold: false }],
  [/^spool: /, { code: 'shortage-spool', isTold: false }],
  [/^cloud: the bytes of the metered line/, { code: 'shortage-metered', isTold: true }],
  [/^cloud: .* without encryption/, { code: 'shortage-plain', isTold: true }],
] as const satisfies readonly (readonly [RegExp, TellingCause])[];

/** Why the cloud is not connected. */
export function cloudCause(reason: string | null): TellingCause {
  const known = CLOUD_CAUSES.find(([words]) => reason !== null && words.test(reason));
  return known?.[1] ?? { code: 'cloud-down', isTold: false };
}

/** What is short. */
export function shortageCause(reason: string): TellingCause {
  return SHORTAGE_CAUSES.find(([words]) => words.test(reason))?.[1] ?? { code: 'shortage', isTold: false };
}

/** What keeps a camera away, told from ffmpeg's words. */
export function cameraCause(reason: string | null): TellingCause {
  if (reason === null) return { code: 'camera-down', isTold: true };
  if (/\b40[13]\b|unauthori[sz]ed|forbidden/i.test(reason)) return { code: 'camera-refused', isTold: false };
  if (/\b404\b|not found|\b454\b/i.test(reason)) return { code: 'camera-no-stream', isTold: false };
  if (/no (picture|frame) for/i.test(reason)) return { code: 'camera-stalled', isTold: true };
  if (/refused|timed out|no route|unreachable|resolve|network/i.test(reason))
    return { code: 'camera-unreachable', isTold: false };
  if (/^decoding ended|invalid data/i.test(reason)) return { code: 'camera-undecodable', isTold: false };
  return { code: 'camera-down', isTold: false };
}
