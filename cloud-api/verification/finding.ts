import type { EvidenceFault } from '../errors/catalogue.js';

/** What can be wrong between packages, or with the file that holds one. */
type ChainFault = 'chain.gap' | 'chain.fork' | 'chain.link-broken' | 'chain.duplicate' | 'chain.time-backwards';

/** One thing that is wrong, and where. */
export interface Finding {
  readonly code: EvidenceFault | 'package.form' | ChainFault;
  /** In words: the file, field or link, and what is wrong with it. */
  readonly detail: string;
}

/** Whether the manifest was signed by a key that is known for its gateway; `unchecked` when no keys were given. */
export type SignatureState = 'good' | 'bad' | 'unchecked';

/** Where a package stands in its gateway's chain. */
export interface ChainPlace {
  readonly gatewayId: string;
  readonly sequence: number;
  readonly digest: string;
  readonly previousDigest: string | null;
  readonly sealedAtMs: number;
}

/** What was found in one file. */
export interface PackageReport {
  readonly file: string;
  /** Null when the manifest could not be read. */
  readonly place: ChainPlace | null;
  readonly signature: SignatureState;
  readonly findings: readonly Finding[];
}
