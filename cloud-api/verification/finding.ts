import type { EvidenceFault } from '../errors/catalogue.js';

/** What can be wrong between the packages and entries of a gateway. */
type ChainFault =
  | 'chain.gap'
  | 'chain.fork'
  | 'chain.link-broken'
  | 'chain.duplicate'
  | 'chain.time-backwards'
  | 'chain.key-not-in-turn';

/** What can be wrong with an entry of a chain that is no package. */
type EntryFault = 'entry.invalid' | 'entry.not-canonical' | 'entry.signature-invalid';

/** What can be wrong with what a cloud says of a package. */
type ProofFault =
  | 'proof.invalid'
  | 'proof.unmatched'
  | 'proof.receipt'
  | 'proof.time-stamp'
  | 'proof.inclusion'
  | 'proof.tree-head'
  | 'proof.consistency'
  | 'proof.split-view';

/** One thing that is wrong, and where. */
export interface Finding {
  readonly code: EvidenceFault | 'package.form' | ChainFault | EntryFault | ProofFault;
  /** In words: the file, field or link, and what is wrong with it. */
  readonly detail: string;
}

/** Whether a statement was signed by a key that is known for whom it is of; `unchecked` when no keys were given. */
export type SignatureState = 'good' | 'bad' | 'unchecked';

/** Where a package or another entry stands in its gateway's chain. */
export interface ChainPlace {
  readonly gatewayId: string;
  readonly sequence: number;
  readonly digest: string;
  readonly previousDigest: string | null;
  readonly sealedAtMs: number;
  /** The key that its signature names; null where it has none that can be read. */
  readonly keyId: string | null;
}

/** What was found in one package. */
export interface PackageReport {
  readonly file: string;
  /** Null when the manifest could not be read. */
  readonly place: ChainPlace | null;
  readonly signature: SignatureState;
  readonly findings: readonly Finding[];
  /** What is not wrong, and yet to be known by who judges: a clock that was off, for instance. */
  readonly notices: readonly string[];
}

/** What was found in one chain entry that is no package. */
export interface EntryReport {
  readonly file: string;
  readonly kind: 'tombstone' | 'rotation';
  readonly place: ChainPlace;
  readonly signature: SignatureState;
  readonly findings: readonly Finding[];
}

/** What a cloud proves of a package or entry. */
export interface ProofReport {
  readonly file: string;
  /** Null when the file could not be read. */
  readonly digest: string | null;
  /** When the cloud had taken it in, by its receipt, epoch milliseconds. */
  readonly acceptedAtMs: number | null;
  /** When a time-stamping authority had its digest before it; none where the proof has no time stamp. */
  readonly timeStamps: readonly { readonly atMs: number; readonly authority: string; readonly isRooted: true | null }[];
  /** Its place in the Merkle log, and of how many; null where the proof has none. */
  readonly inclusion: { readonly leafIndex: number; readonly treeSize: number } | null;
  /** Whether the cloud's signatures are good. */
  readonly signature: SignatureState;
  readonly findings: readonly Finding[];
}
