import { EpochMs, EvidenceFile, Sha256Hex, type EvidenceManifest } from '@lamppost/contracts';
import { z } from 'zod';
import { fileUrl } from '../cases/list-cases.js';
import { fileName } from '../cases/write-packages.js';

/** A picture that another platform fetches, or finds in the archive: it is named, not copied. */
export const ImageReference = z.strictObject({
  /** Digest of the package that it lies in, and its path there. */
  package: Sha256Hex,
  path: z.string(),
  role: EvidenceFile.shape.role,
  mediaType: EvidenceFile.shape.mediaType,
  sha256: Sha256Hex,
  /** Left out of what was not captured. */
  capturedAtMs: EpochMs.optional(),
  /** Below the root of this cloud; originals open with a reason that is logged. */
  url: z.string(),
});
export type ImageReference = z.infer<typeof ImageReference>;

/** A package of a case, with its digest. */
export interface ExchangedPackage {
  readonly digest: string;
  readonly manifest: EvidenceManifest;
}

/** The pictures of a package. */
export function referToImages(caseId: string, { digest, manifest }: ExchangedPackage): ImageReference[] {
  return manifest.files
    .filter(({ mediaType }) => mediaType.startsWith('image/'))
    .map(({ path, role, mediaType, sha256, capturedAtMs }) => ({
      ...{ package: digest, path, role, mediaType, sha256 },
      ...(capturedAtMs === null ? {} : { capturedAtMs }),
      url: fileUrl(caseId, fileName(path), digest),
    }));
}
