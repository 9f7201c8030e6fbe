import {
  ChainEntries,
  ConsistencyProof,
  EvidenceManifest,
  EvidenceProof,
  GatewayKeys,
  ManifestSignature,
  SignedChainEntry,
} from '@lamppost/contracts';
import { z } from 'zod';

/** The documents of the format, by the name that their schema has. */
const DOCUMENTS = {
  EvidenceManifest,
  ManifestSignature,
  SignedChainEntry,
  ChainEntries,
  EvidenceProof,
  ConsistencyProof,
  GatewayKeys,
} as const;

/** The JSON Schema (2020-12) of all documents of the format, each under `$defs`: what docs/evidence.schema.json holds. */
export function evidenceJsonSchema(): Readonly<Record<string, unknown>> {
  const definitions = Object.entries(DOCUMENTS).map(([name, schema]) => {
    // The dialect is said once, for all.
    const parts = Object.entries(z.toJSONSchema(schema)).filter(([part]) => part !== '$schema');
    return [name, Object.fromEntries(parts)];
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Lamppost: evidence',
    description: 'docs/evidence.md explains it. manifest.json of a package follows #/$defs/EvidenceManifest.',
    $ref: '#/$defs/EvidenceManifest',
    $defs: Object.fromEntries(definitions),
  };
}
