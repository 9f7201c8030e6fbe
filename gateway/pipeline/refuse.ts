import type { Logger } from 'pino';
import type { Metrics } from '../http/metrics.js';
import type { Quarantine } from '../sources/quarantine.js';
import type { Refusal } from '../sources/refusal-catalogue.js';

/** Options of {@link refuse}. */
export interface RefuseOptions {
  readonly quarantine: Quarantine;
  readonly metrics: Pick<Metrics, 'messagesRefused'>;
  readonly log: Logger;
}

/** Keeps bytes apart that could not be used, or not all of them, with the reasons; each reason is counted. */
export function refuse(source: string, payload: Buffer, refusals: readonly Refusal[], options: RefuseOptions): void {
  const [first] = refusals;
  if (first === undefined) return;
  for (const { code } of refusals) options.metrics.messagesRefused.inc({ code });
  const detail = refusals.map((refusal) => `${refusal.code}: ${refusal.detail}`).join('; ');
  if (options.quarantine.keep({ source, payload, code: first.code, detail }) === 'kept')
    options.log.warn({ source, code: first.code, detail }, 'message kept in quarantine');
}
