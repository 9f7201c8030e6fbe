import type { KeyRotation, SignedChainEntry, Tombstone } from '@lamppost/contracts';
import type { ChainPlace, Finding } from './finding.js';
import { type KeyRing, rootKeyOf } from './key-ring.js';

/** A package or another entry in its chain, with the file that holds it. */
export interface ChainedItem extends ChainPlace {
  readonly file: string;
  /** Left out for a package. */
  readonly signed?: SignedChainEntry;
}

/** An item, or a package that a tombstone tells of. */
interface Step {
  readonly file: string;
  readonly gatewayId: string;
  readonly sequence: number;
  readonly digest: string;
  readonly previousDigest: string | null;
  /** Null for a package that was given up. */
  readonly item: ChainedItem | null;
}

/**
 * Tells where the packages and entries of one or several gateways do not form unbroken chains: a sequence number that is missing without a
 * tombstone that says why, or that stands for two; one that does not name the one before it; one that is there twice; one that was signed by
 * a key whose turn was over, or not yet come. A chain may begin anywhere: what came before its first item here is not judged.
 */
export function checkChain(items: readonly ChainedItem[], keys: KeyRing | null): Finding[] {
  const rotations = items.flatMap(({ signed }) =>
    signed !== undefined && 'newKeySignature' in signed ? [signed.entry] : [],
  );
  const chains = groupBy(items, (item) => `${item.gatewayId} ${rootOf(item, { keys, rotations })}`);
  return [...chains].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, own]) => checkOne(own));
}

/** An unknown key stands for that of the gateway's one chain: what it signed is to be told as what it is, in its place. */
function rootOf(
  { gatewayId, keyId }: ChainedItem,
  known: { keys: KeyRing | null; rotations: readonly KeyRotation[] },
): string {
  const { keys } = known;
  if (keyId !== null && (keys === null || keys.get(keyId)?.gatewayId === gatewayId)) return rootKeyOf(keyId, known);
  const roots = new Set(
    [...(keys ?? [])].filter(([, key]) => key.gatewayId === gatewayId).map(([id]) => rootKeyOf(id, known)),
  );
  const [only, ...others] = roots;
  return only !== undefined && others.length === 0 ? only : (keyId ?? '');
}

function checkOne(items: readonly ChainedItem[]): Finding[] {
  const steps = [...items.map(toStep), ...givenUp(items)];
  const places = [...groupBy(steps, ({ sequence }) => sequence)].sort(([a], [b]) => a - b);
  const findings: Finding[] = [];
  let before: readonly Step[] = [];
  for (const [, all] of places) {
    const versions = [...new Map(all.toReversed().map((step) => [step.digest, step])).values()].reverse();
    findings.push(...checkCopies(all, versions), ...checkStep(before, versions));
    before = versions;
  }
  return [...findings, ...checkTurns(items)];
}

function toStep(item: ChainedItem): Step {
  const { file, gatewayId, sequence, digest, previousDigest } = item;
  return { file, gatewayId, sequence, digest, previousDigest, item };
}

/** The packages that tombstones tell of, as far as the chain here reaches back. */
function givenUp(items: readonly ChainedItem[]): Step[] {
  const first = Math.min(...items.map(({ sequence }) => sequence));
  const tombstones = items.flatMap(({ file, signed }) =>
    signed?.entry.schema === 'lamppost.tombstone/1' ? [{ file, entry: signed.entry satisfies Tombstone }] : [],
  );
  return tombstones.flatMap(({ file, entry }) =>
    entry.dropped.flatMap(({ sequence, digest, previousDigest }) =>
      sequence === null || digest === null || sequence < first
        ? []
        : [{ ...{ file, gatewayId: entry.gatewayId, sequence, digest, previousDigest }, item: null }],
    ),
  );
}

function checkCopies(all: readonly Step[], versions: readonly Step[]): Finding[] {
  const findings: Finding[] = [];
  for (const { digest, gatewayId, sequence } of versions) {
    const copies = all.filter((one) => one.digest === digest && one.item !== null).map(({ file }) => file);
    if (copies.length > 1)
      findings.push({
        code: 'chain.duplicate',
        detail: `${gatewayId} package ${sequence} is there ${copies.length} times: ${copies.join(', ')}`,
      });
  }
  const [first] = versions;
  if (first !== undefined && versions.length > 1)
    findings.push({
      code: 'chain.fork',
      detail: `${first.gatewayId} has ${versions.length} different packages ${first.sequence}: ${versions.map(({ file }) => file).join(', ')}`,
    });
  return findings;
}

/** Judges the step from what stands at one sequence number to what stands at the next that is there. */
function checkStep(before: readonly Step[], now: readonly Step[]): Finding[] {
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
    // A gateway from before tombstones did not note what a package that it gave up named before it.
    if (one.item === null && one.previousDigest === null) return [];
    const previous = before.find(({ digest }) => digest === one.previousDigest);
    if (previous === undefined) {
      const words = `${one.file} (${gatewayId} ${sequence}) names ${one.previousDigest ?? 'nothing'} as the package before it`;
      return [{ code: 'chain.link-broken', detail: `${words}; ${last.file} is ${last.digest}` }];
    }
    const [then, sealed] = [previous.item?.sealedAtMs ?? null, one.item?.sealedAtMs ?? null];
    if (then === null || sealed === null || sealed >= then) return [];
    const back = `${one.file} was sealed at ${iso(sealed)}, before ${previous.file}, at ${iso(then)}`;
    return [{ code: 'chain.time-backwards', detail: `${back}: the clock of ${gatewayId} was set back between them` }];
  });
}

/** Holds each signature against the rotations of the chain: a key signs from where it took over to where it gave way. */
function checkTurns(items: readonly ChainedItem[]): Finding[] {
  const rotations = items.flatMap(({ signed }) =>
    signed !== undefined && 'newKeySignature' in signed ? [signed.entry] : [],
  );
  return items.flatMap(({ file, sequence, keyId }) =>
    rotations.flatMap((rotation): Finding[] => {
      const turn = `${file} (sequence ${sequence}) is signed by ${keyId ?? ''}`;
      if (keyId === rotation.oldKeyId && sequence > rotation.sequence)
        return [{ code: 'chain.key-not-in-turn', detail: `${turn}, which gave way at ${rotation.sequence}` }];
      if (keyId === rotation.newKeyId && sequence <= rotation.sequence)
        return [{ code: 'chain.key-not-in-turn', detail: `${turn}, which took over at ${rotation.sequence}` }];
      return [];
    }),
  );
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
