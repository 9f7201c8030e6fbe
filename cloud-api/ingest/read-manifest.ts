import { createHash } from 'node:crypto';
import { EvidenceManifest } from '@lamppost/contracts';
import { z } from 'zod';
import { toCanonicalJson } from './canonical-json.js';
import type { PackageFault } from './package-zip.js';

/** A manifest that keeps its format, with its digest. */
export type ReadManifest =
  | { readonly status: 'read'; readonly manifest: EvidenceManifest; readonly text: string; readonly digest: string }
  | PackageFault<'evidence.manifest-invalid' | 'evidence.manifest-not-canonical'>;

function invalid(detail: string): ReadManifest {
  return { status: 'refused', code: 'evidence.manifest-invalid', detail };
}

/** What the schema can't say: fields that must agree with each other. */
function findContradiction(manifest: EvidenceManifest): string | null {
  if (manifest.violation.gatewayId !== manifest.gatewayId) return 'violation.gatewayId is not gatewayId';
  if ((manifest.sequence === 1) !== (manifest.previousDigest === null))
    return 'previousDigest is null at sequence 1, and nowhere else';
  const paths = new Set(manifest.files.map((file) => file.path));
  if (paths.size < manifest.files.length) return 'files lists a path twice';
  if (manifest.plate?.status === 'read' && !paths.has(manifest.plate.still))
    return 'plate.still is a file that is not listed';
  const [orphan] = manifest.files.filter(({ derivedFrom }) => derivedFrom !== null && !paths.has(derivedFrom));
  return orphan === undefined ? null : `files: ${orphan.path} is derived from a file that is not listed`;
}

/** Reads the bytes of `manifest.json`: the format `lamppost.evidence/1`, written as canonical JSON. */
export function readManifest(bytes: Buffer): ReadManifest {
  let text: string;
  let json: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    json = JSON.parse(text);
  } catch (error) {
    return invalid(`manifest.json is not JSON: ${(error as Error).message}`);
  }
  const parsed = EvidenceManifest.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return invalid(
      `manifest.json at ${z.core.toDotPath(issue?.path ?? []) || 'its root'}: ${issue?.message ?? 'not valid'}`,
    );
  }
  // RFC 8785: one value has one form, so that the digest covers what is read here and nothing else.
  if (!toCanonicalJson(json).equals(bytes))
    return {
      status: 'refused',
      code: 'evidence.manifest-not-canonical',
      detail: 'manifest.json has keys, spaces or numbers in another form',
    };
  const contradiction = findContradiction(parsed.data);
  if (contradiction !== null) return invalid(`manifest.json: ${contradiction}`);
  return { status: 'read', manifest: parsed.data, text, digest: createHash('sha256').update(bytes).digest('hex') };
}
