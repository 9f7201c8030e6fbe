import { AssignmentOutcome, DocumentKind, DocumentReference, EpochMs, Sha256Hex, Slug } from '@lamppost/contracts';
import { z } from 'zod';

/** A version of a document, without its text. */
export const DocumentVersion = z.object({
  kind: DocumentKind,
  ...DocumentReference.shape,
  /** Whose it is; null: the town's. */
  bureauId: Slug.nullable(),
  note: z.string(),
  /** Who published it. */
  accountId: z.string(),
  displayName: z.string(),
  createdAtMs: EpochMs,
});
export type DocumentVersion = z.infer<typeof DocumentVersion>;

/** A version with its text, as it was sent. */
export const DocumentText = DocumentVersion.extend({ text: z.string() });
export type DocumentText = z.infer<typeof DocumentText>;

/** A page of versions; `nextCursor` is null on the last page. */
export const DocumentPage = z.object({ documents: z.array(DocumentVersion), nextCursor: z.string().nullable() });
export type DocumentPage = z.infer<typeof DocumentPage>;

/** What a group goes by, or a roll-out brings. */
const Named = z.object({ name: Slug, version: z.int().min(1), sha256: Sha256Hex });

/** A group of gateways that go by the same document of a kind. */
export const GatewayGroup = z.object({
  groupId: Slug,
  name: z.string(),
  kind: DocumentKind,
  bureauId: Slug.nullable(),
  version: z.int().min(1),
  /** Gateways in it. */
  gateways: z.int().min(0),
  /** What it goes by while no roll-out is under way; null: the files on the boxes. */
  document: Named.nullable(),
  /** The roll-out that is under way; null: none. */
  rolloutId: z.int().nullable(),
  createdAtMs: EpochMs,
});
export type GatewayGroup = z.infer<typeof GatewayGroup>;

/** A page of groups. */
export const GatewayGroupPage = z.object({ groups: z.array(GatewayGroup), nextCursor: z.string().nullable() });
export type GatewayGroupPage = z.infer<typeof GatewayGroupPage>;

/**
 * How a gateway stands to what it is to go by. `local`: that is the file on the box; `unheard`: it has not asked since it was given it; `waiting`: it
 * has, and has not said yet what it made of it; `silent`: it has, and then not asked for 15 minutes.
 */
export const Standing = z.enum(['local', 'unheard', 'waiting', 'taken', 'refused', 'silent']);
export type Standing = z.infer<typeof Standing>;

/** A gateway of a group. */
export const GroupGateway = z.object({
  gatewayId: Slug,
  document: Named.nullable(),
  standing: Standing,
  /** The first problem of a refusal, and how many there are. */
  problem: AssignmentOutcome.shape.problem,
  problems: z.int().min(0),
  outcomeAtMs: EpochMs.nullable(),
  /** When it last asked what to go by; null: never, so it does not take documents of this kind from the cloud. */
  askedAtMs: EpochMs.nullable(),
});
export type GroupGateway = z.infer<typeof GroupGateway>;

/** A page of gateways of a group. */
export const GroupGatewayPage = z.object({ gateways: z.array(GroupGateway), nextCursor: z.string().nullable() });
export type GroupGatewayPage = z.infer<typeof GroupGatewayPage>;

/** Where a roll-out stands. `halted`: it stopped by itself, for too many gateways refused the document or fell silent. */
export const RolloutState = z.enum(['running', 'paused', 'halted', 'finished', 'rolled-back']);
export type RolloutState = z.infer<typeof RolloutState>;

/** What is done with a roll-out; `finish` is the advance beyond 100 %. */
export const RolloutStepName = z.enum(['start', 'advance', 'finish', 'pause', 'resume', 'retry', 'roll-back', 'halt']);
export type RolloutStepName = z.infer<typeof RolloutStepName>;

const Words = z.string().trim().min(2).max(2_000);

/** A step of a person. */
export const RolloutStepRequest = z.discriminatedUnion('step', [
  /** To the next percentage; beyond the last the group goes by the document for good. */
  z.strictObject({ step: z.literal('advance'), note: Words.optional() }),
  z.strictObject({ step: z.literal('pause'), note: Words.optional() }),
  /** Goes on; what failed until now does not halt it again. */
  z.strictObject({ step: z.literal('resume'), note: Words }),
  /** Gives those that refused the document it again. */
  z.strictObject({ step: z.literal('retry'), note: Words.optional() }),
  /** Gives all the document that the group went by before. */
  z.strictObject({ step: z.literal('roll-back'), note: Words }),
]);
export type RolloutStepRequest = z.infer<typeof RolloutStepRequest>;

/** A roll-out to begin. */
export const NewRollout = z.strictObject({
  groupId: Slug,
  /** Document of the group's kind. */
  name: Slug,
  version: z.int().min(1).max(1_000_000),
  /** Percentages of the group, growing up to 100. */
  steps: z
    .array(z.int().min(1).max(100))
    .min(1)
    .max(20)
    .default([10, 50, 100])
    .refine((steps) => steps.at(-1) === 100 && steps.every((percent, at) => percent > (steps[at - 1] ?? 0)), {
      error: 'percentages that grow, the last of them 100',
    }),
  /** Minutes at a step after which it advances by itself, when all that were heard of took the document; null: a person advances it. */
  soakMinutes: z.int().min(1).max(43_200).nullable().default(null),
  /** It halts when more than this share of the gateways that were given the document refused it or fell silent. */
  haltAbovePercent: z.int().min(0).max(100).default(5),
  /** A gateway that fetched the document and has not asked for so long counts as silent. */
  silentMinutes: z.int().min(2).max(1_440).default(15),
  note: Words.optional(),
});
export type NewRollout = z.infer<typeof NewRollout>;

/** How many gateways of a group stand where. */
export const RolloutCounts = z.object({
  gateways: z.int().min(0),
  /** Were given the document: the sum of the following. */
  given: z.int().min(0),
  taken: z.int().min(0),
  refused: z.int().min(0),
  silent: z.int().min(0),
  /** Asked for it, and have not said yet what they made of it. */
  waiting: z.int().min(0),
  /** Have not asked since: offline, or not set to take this kind from the cloud. */
  unheard: z.int().min(0),
});
export type RolloutCounts = z.infer<typeof RolloutCounts>;

/** One roll-out. */
export const Rollout = z.object({
  rolloutId: z.int().min(1),
  groupId: Slug,
  kind: DocumentKind,
  document: Named,
  /** What the group went by before; null: the files on the boxes. */
  previous: Named.nullable(),
  state: RolloutState,
  version: z.int().min(1),
  steps: z.array(z.int()),
  /** The present one of them. */
  percent: z.int(),
  stepAtMs: EpochMs,
  ...{ soakMinutes: z.int().nullable(), haltAbovePercent: z.int(), silentMinutes: z.int() },
  /** Why it halted. */
  reason: z.string().nullable(),
  startedAtMs: EpochMs,
  counts: RolloutCounts,
});
export type Rollout = z.infer<typeof Rollout>;

/** A roll-out with all that was done with it, the newest 100 first. */
export const RolloutHistory = Rollout.extend({
  history: z.array(
    z.object({
      step: RolloutStepName,
      percent: z.int(),
      atMs: EpochMs,
      /** Null: the cloud did it by itself. */
      accountId: z.string().nullable(),
      displayName: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
});
export type RolloutHistory = z.infer<typeof RolloutHistory>;

/** A page of roll-outs, newest first. */
export const RolloutPage = z.object({ rollouts: z.array(Rollout), nextCursor: z.string().nullable() });
export type RolloutPage = z.infer<typeof RolloutPage>;
