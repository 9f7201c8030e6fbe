import { type CaseDetail, type CaseSummary, ChainEntries, type DroppedPackage } from '@lamppost/contracts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { caseOf, casesOf, metricsOf } from '../e2e/read-product.js';
import { GATEWAY_ID, type Town } from './town.js';

/** What the gateway says it holds; null while it does not answer. */
export interface Held {
  readonly pending: number;
  readonly waiting: number;
  readonly refused: number;
  readonly lost: number;
  readonly entriesWaiting: number;
}

/** Monitor of each violation that the gateway's log tells of. */
export function violationsLogged(town: Town): ReadonlyMap<string, string> {
  const log = readFileSync(join(town.directory, 'gateway.log'), 'utf8');
  const found = log.matchAll(/"violationId":"([0-9a-f]{32})"[^\n]*"sourceId":"(\w+)"[^\n]*"violation found"/g);
  return new Map([...found].map(([, violationId = '', monitor = '']) => [violationId, monitor]));
}

/** Reads what the gateway holds. */
export async function readHeld(town: Town): Promise<Held> {
  const metrics = await metricsOf(town.product);
  const read = (line: string) =>
    Number(
      metrics
        .split('\n')
        .find((one) => one.startsWith(line))
        ?.slice(line.length),
    );
  const ofState = (state: string) => read(`lamppost_packages{state="${state}"} `);
  return {
    pending: ofState('pending'),
    waiting: ofState('waiting'),
    refused: ofState('refused'),
    lost: ofState('lost'),
    entriesWaiting: read('lamppost_chain_entries_waiting '),
  };
}

/** All that the cloud knows, read anew; details of cases are kept. */
export class CloudReader {
  private readonly details = new Map<string, CaseDetail>();

  constructor(private readonly town: Town) {}

  async cases(): Promise<CaseSummary[]> {
    return casesOf(this.town.product);
  }

  async detail(caseId: string): Promise<CaseDetail> {
    const known = this.details.get(caseId) ?? (await caseOf(this.town.product, caseId));
    this.details.set(caseId, known);
    return known;
  }

  /** The bytes of a package as it was sealed. */
  async package(digest: string): Promise<Buffer> {
    return Buffer.from(await (await this.get(`/api/v1/packages/${digest}?reason=faults`)).arrayBuffer());
  }

  /** Public keys of the gateways, as `verify` reads them. */
  async keys(): Promise<string> {
    return (await this.get('/api/v1/gateways/keys')).text();
  }

  /** Entries of the gateway's chain that are no packages. */
  async entries(): Promise<ChainEntries['entries']> {
    const entries: ChainEntries['entries'] = [];
    for (;;) {
      const after = entries.at(-1)?.entry.sequence ?? 0;
      const answer = await this.get(`/api/v1/chain-entries?gatewayId=${GATEWAY_ID}&after=${after}`);
      const page = ChainEntries.parse(await answer.json());
      entries.push(...page.entries);
      if (page.entries.length === 0) return entries;
    }
  }

  private async get(path: string): Promise<Response> {
    const { cloudUrl, accessCode } = this.town.product;
    const answer = await fetch(`${cloudUrl}${path}`, { headers: { authorization: `Bearer ${accessCode}` } });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer;
  }
}

/** Packages that the chain says were given up. */
export function droppedIn(entries: ChainEntries['entries']): DroppedPackage[] {
  return entries.flatMap(({ entry }) => ('dropped' in entry ? entry.dropped : []));
}
