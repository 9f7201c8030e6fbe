import { z } from 'zod';
import { EpochMs, KeyId, Sha256Hex, Slug } from './identifiers.js';

/** Bytes of a document that is rolled out, at most. */
export const MAX_DOCUMENT_BYTES = 1_000_000;

/** What a document decides: what gateways judge by, or which devices and rates they work with. */
export const DocumentKind = z.enum(['rules', 'configuration']);
export type DocumentKind = z.infer<typeof DocumentKind>;

/** A version of a document, by name and content. */
export const DocumentReference = z.strictObject({
  name: Slug,
  version: z.int().min(1),
  /** Of the bytes of its text. */
  sha256: Sha256Hex,
  sizeBytes: z.int().min(1).max(MAX_DOCUMENT_BYTES),
});
export type DocumentReference = z.infer<typeof DocumentReference>;

/** Which document a gateway is to go by. */
export const Assignment = z.strictObject({
  schema: z.literal('lamppost.assignment/1'),
  gatewayId: Slug,
  kind: DocumentKind,
  /** Grows with each assignment of the gateway and kind: a gateway takes none that is not above the last, so that no old one can be played back. */
  serial: z.int().min(1),
  issuedAtMs: EpochMs,
  /** Null: none of the cloud's any more, but the file on the box. */
  document: DocumentReference.nullable(),
});
export type Assignment = z.infer<typeof Assignment>;

/** An assignment and the Ed25519 signature of the cloud's receipt key over its canonical JSON (RFC 8785); `schema` keeps it apart from receipts. */
export const SignedAssignment = z.strictObject({
  assignment: Assignment,
  keyId: KeyId,
  /** Base64 of the 64 signature bytes. */
  signature: z.base64().length(88),
});
export type SignedAssignment = z.infer<typeof SignedAssignment>;

/** The newest assignment of each kind that the gateway asked for. A gateway passes over what it does not know beside them. */
export const GatewayAssignments = z.object({ assignments: z.array(SignedAssignment).max(8) });
export type GatewayAssignments = z.infer<typeof GatewayAssignments>;

/** What a gateway made of an assignment. */
export const AssignmentOutcome = z.strictObject({
  kind: DocumentKind,
  serial: z.int().min(1),
  result: z.enum(['taken', 'refused']),
  /** The first problem of a refusal: document, line, field and mend; null when it was taken. */
  problem: z.string().min(1).max(500).nullable(),
  /** How many problems there are. */
  problems: z.int().min(0).max(10_000),
  /** When it was found, by the gateway's clock. */
  atMs: EpochMs,
});
export type AssignmentOutcome = z.infer<typeof AssignmentOutcome>;
