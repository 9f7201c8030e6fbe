import { Sha256Hex, Slug } from '@lamppost/contracts';
import { z } from 'zod';

/** What a gateway says of an upload; tus carries strings. */
const UploadMetadata = z.object({
  digest: Sha256Hex,
  gatewayId: Slug,
  /** Bytes before the clip, from a metered line: the upload may rest there for long. */
  headBytes: z.coerce.number().int().min(1).optional(),
  /** Put there by the cloud when somebody waits for the rest. */
  wanted: z.string().optional(),
});
export type UploadMetadata = z.infer<typeof UploadMetadata>;

/** What marks an upload whose rest somebody waits for. */
export const WANTED = { wanted: 'yes' } as const;

/** Reads the metadata of an upload; null where it is malformed. */
export function readUploadMetadata(metadata: unknown): UploadMetadata | null {
  return UploadMetadata.safeParse(metadata).data ?? null;
}

/** Whether somebody waits for the rest of the upload. */
export function isWanted({ wanted }: UploadMetadata): boolean {
  return wanted === WANTED.wanted;
}
