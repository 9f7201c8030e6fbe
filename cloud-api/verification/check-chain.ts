import type { ChainPlace, Finding } from './finding.js';

/** A package in its chain, with the file that holds it. */
export interface ChainedPackage extends ChainPlace {
  readonly file: string;
}

/**
 * Tells where the packages of one or several gateways do not form unbroken chains: a sequence number that is missing or stands for two
 * packages, a package that does not name the one before it, one that is there twice. A chain may begin anywhere: what came before its first
 * package here is not judged.
 */
export function checkChain(packages: readonly ChainedPackage[]): Finding[] {
  const gateways = groupBy(packages, ({ gatewayId }) => gatewayId);
  return [...gateways].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, own]) => checkGateway(own));
}

function checkGateway(packages: readonly ChainedPackage[]): Finding[] {
  const findings: Finding[] = [];
  const places = [...groupBy(packages, ({ sequence }) => sequence)].sort(([a], [b]) => a - b);
  let before: readonly ChainedPackage[] = [];
  for (const [sequence, all] of places) {
    const [first] = all;
    if (first === undefined) continue;
    const { gatewayId } = first;
    const versions = [...new Map(all.map((one) => [one.digest, one])).values()];
    for (const { digest } of versions) {
      const copies = all.filter((one) => one.digest === digest).map(({ file }) => file);
      if (copies.length > 1)
        findings.push({
          code: 'chain.duplicate',
          detail: `${gatewayId} package ${sequence} is there ${copies.length} times: ${copies.join(', ')}`,
        });
    }
    if (versions.length > 1)
      findings.push({
        code: 'chain.fork',
        detail: `${gatewayId} has ${versions.length} different packages ${sequence}: ${versions.map(({ file }) => file).join(', ')}`,
      });
    findings.push(...checkStep(before, versions));
    before = versions;
  }
  return findings;
}

/** Judges the step from the packages of one sequence number to those of the next that is there. */
function checkStep(before: readonly ChainedPackage[], now: readonly ChainedPackage[]): Finding[] {
  const [last] = before;
  const [first] = now;
  if (last === undefined || first === undefined) return [];
  const { gatewayId, sequence } = first;
  if (sequence > last.sequence + 1) {
    const missing =
      last.sequence + 2 === sequence ? `${last.sequence + 1} is` : `${last.sequence + 1} to ${sequence - 1} are`;
    return [{ code: 'chain.gap', detail: `${gatewayId}: ${missing} missing between ${last.file} and ${first.file}` }];
  }
  return now.flatMap((one): Finding[] => {
    const previous = before.find(({ digest }) => digest === one.previousDigest);
    if (previous === undefined) {
      const words = `${one.file} (${gatewayId} ${sequence}) names ${one.previousDigest ?? 'nothing'} as the package before it`;
      return [{ code: 'chain.link-broken', detail: `${words}; ${last.file} is ${last.digest}` }];
    }
    if (one.sealedAtMs >= previous.sealedAtMs) return [];
    const back = `${one.file} was sealed at ${iso(one.sealedAtMs)}, before ${previous.file}, at ${iso(previous.sealedAtMs)}`;
    return [{ code: 'chain.time-backwards', detail: `${back}: the clock of ${gatewayId} was set back between them` }];
  });
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
