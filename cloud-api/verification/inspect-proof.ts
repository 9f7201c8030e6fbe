import { readFile } from 'node:fs/promises';
import { ConsistencyProof, EvidenceProof, type InclusionProof, type SignedTreeHead } from '@lamppost/contracts';
import type { PublicKey } from '../devices/public-key.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import { hashLeaf } from '../merkle-log/merkle-tree.js';
import { isConsistent, isIncluded } from '../merkle-log/verify-proof.js';
import type { ReadCertificate } from '../time-stamps/certificate-path.js';
import { checkTimeStamp } from '../time-stamps/check-time-stamp.js';
import type { ChainPlace, Finding, ProofReport } from './finding.js';
import { firstIssue, parseJsonFile } from './read-entries.js';

/** What proofs are held against. */
export interface ProofContext {
  /** Keys of the cloud by their ID; null: its signatures stay unchecked. */
  readonly cloudKeys: ReadonlyMap<string, PublicKey> | null;
  /** Roots of time-stamping authorities; null: any is taken. */
  readonly tsaRoots: readonly ReadCertificate[] | null;
  /** The packages and entries that are at hand, by digest. */
  readonly places: ReadonlyMap<string, ChainPlace>;
}

/** What was found in a file of the cloud, and the tree heads that it holds. */
export interface InspectedProof {
  readonly report: ProofReport;
  readonly heads: readonly SignedTreeHead[];
}

interface CloudSigned {
  readonly keyId: string;
  readonly signature: string;
}

/** Whether the cloud signed a statement; null when that is not to be checked. */
function isOfCloud(statement: object, { keyId, signature }: CloudSigned, { cloudKeys }: ProofContext): boolean | null {
  if (cloudKeys === null) return null;
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.toString('base64') !== signature) return false;
  return cloudKeys.get(keyId)?.verify(toCanonicalJson(statement), bytes) ?? false;
}

const hashes = (path: readonly string[]) => path.map((hash) => Buffer.from(hash, 'hex'));

function checkHead({ treeHead, ...signed }: SignedTreeHead, where: string, context: ProofContext): Finding[] {
  return isOfCloud(treeHead, signed, context) === false
    ? [{ code: 'proof.tree-head', detail: `${where} is not signed by the cloud` }]
    : [];
}

function checkReceipt({ digest, receipt: signed }: EvidenceProof, context: ProofContext): Finding[] {
  const { receipt, ...signature } = signed;
  const wrong = (detail: string): Finding => ({ code: 'proof.receipt', detail });
  const findings: Finding[] = [];
  if (isOfCloud(receipt, signature, context) === false) findings.push(wrong('receipt is not signed by the cloud'));
  if (receipt.digest !== digest) findings.push(wrong(`receipt.digest is ${receipt.digest}`));
  const place = context.places.get(digest);
  if (place === undefined) return findings;
  for (const field of ['gatewayId', 'sequence'] as const)
    if (receipt[field] !== place[field])
      findings.push(wrong(`receipt.${field} is ${receipt[field]}, and that of the package is ${place[field]}`));
  return findings;
}

function checkInclusion(digest: string, inclusion: InclusionProof, context: ProofContext): Finding[] {
  const { leafIndex, path, treeHead: head } = inclusion;
  const { treeSize, rootHash } = head.treeHead;
  const holds = isIncluded({
    ...{ leafIndex, treeSize, leafHash: hashLeaf(Buffer.from(digest, 'hex')) },
    ...{ rootHash: Buffer.from(rootHash, 'hex'), path: hashes(path) },
  });
  const findings = checkHead(head, 'inclusion.treeHead', context);
  return holds
    ? findings
    : [...findings, { code: 'proof.inclusion', detail: `inclusion does not lead to the root of ${treeSize} leaves` }];
}

function unreadable(file: string, detail: string): InspectedProof {
  const nothing = { digest: null, acceptedAtMs: null, timeStamps: [], inclusion: null };
  const findings: Finding[] = [{ code: 'proof.invalid', detail }];
  return { report: { file, ...nothing, signature: 'unchecked', findings }, heads: [] };
}

function stateOf(findings: readonly Finding[], { cloudKeys }: ProofContext): ProofReport['signature'] {
  if (cloudKeys === null) return 'unchecked';
  return findings.some(({ detail }) => detail.endsWith('not signed by the cloud')) ? 'bad' : 'good';
}

/** Checks what a cloud says of one package or entry, `*.proof.json`. @throws Error when the file can't be read */
export async function inspectProof(file: string, context: ProofContext): Promise<InspectedProof> {
  const parsed = parseJsonFile(await readFile(file));
  if ('fault' in parsed) return unreadable(file, `${file} is not JSON: ${parsed.fault}`);
  const read = EvidenceProof.safeParse(parsed.json);
  if (!read.success) return unreadable(file, `${file} at ${firstIssue(read.error)}`);
  const { digest, receipt, inclusion } = read.data;
  const findings: Finding[] = [];
  if (!context.places.has(digest))
    findings.push({ code: 'proof.unmatched', detail: `there is no package or entry with the digest ${digest} here` });
  findings.push(...checkReceipt(read.data, context));
  const timeStamps: ProofReport['timeStamps'][number][] = [];
  for (const [index, { token }] of read.data.timeStamps.entries()) {
    const bytes = Buffer.from(token, 'base64');
    const check =
      bytes.toString('base64') === token
        ? checkTimeStamp({ token: bytes, digest, roots: context.tsaRoots })
        : ({ status: 'bad', detail: 'it is not exact base64' } as const);
    if (check.status === 'bad')
      findings.push({ code: 'proof.time-stamp', detail: `timeStamps[${index}] is not good: ${check.detail}` });
    else timeStamps.push({ atMs: check.atMs, authority: check.authority, isRooted: check.isRooted });
  }
  if (inclusion !== null) findings.push(...checkInclusion(digest, inclusion, context));
  const place =
    inclusion === null ? null : { leafIndex: inclusion.leafIndex, treeSize: inclusion.treeHead.treeHead.treeSize };
  return {
    report: {
      ...{ file, digest, acceptedAtMs: receipt.receipt.acceptedAtMs, timeStamps, inclusion: place },
      ...{ signature: stateOf(findings, context), findings },
    },
    heads: inclusion === null ? [] : [inclusion.treeHead],
  };
}

/** Checks that the log only grew, `*.consistency.json`. @throws Error when the file can't be read */
export async function inspectConsistency(file: string, context: ProofContext): Promise<InspectedProof> {
  const parsed = parseJsonFile(await readFile(file));
  if ('fault' in parsed) return unreadable(file, `${file} is not JSON: ${parsed.fault}`);
  const read = ConsistencyProof.safeParse(parsed.json);
  if (!read.success) return unreadable(file, `${file} at ${firstIssue(read.error)}`);
  const { first, second, path } = read.data;
  const findings = [...checkHead(first, 'first', context), ...checkHead(second, 'second', context)];
  const [firstSize, secondSize] = [first.treeHead.treeSize, second.treeHead.treeSize];
  const holds = isConsistent({
    ...{ firstSize, firstRoot: Buffer.from(first.treeHead.rootHash, 'hex') },
    ...{ secondSize, secondRoot: Buffer.from(second.treeHead.rootHash, 'hex'), path: hashes(path) },
  });
  if (!holds)
    findings.push({
      code: 'proof.consistency',
      detail: `the log of ${secondSize} leaves is not one that grew from ${firstSize}`,
    });
  const nothing = { digest: null, acceptedAtMs: null, timeStamps: [], inclusion: null };
  return {
    report: { file, ...nothing, signature: stateOf(findings, context), findings },
    heads: [first, second],
  };
}

/** Tells where a cloud signed two different logs of one size. */
export function findSplitViews(heads: readonly SignedTreeHead[]): Finding[] {
  const roots = new Map<number, string>();
  const split = new Set<number>();
  for (const { treeHead } of heads) {
    const root = roots.get(treeHead.treeSize);
    if (root !== undefined && root !== treeHead.rootHash) split.add(treeHead.treeSize);
    roots.set(treeHead.treeSize, treeHead.rootHash);
  }
  return [...split].map((size) => ({
    code: 'proof.split-view',
    detail: `there are different root hashes for ${size} leaves: the cloud showed different logs`,
  }));
}
