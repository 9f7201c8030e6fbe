import { Box, Matter, Slug } from '@lamppost/contracts';
import { z } from 'zod';

/** A violation that a clip shows, and that a gateway must find. */
export const TrueViolation = z
  .strictObject({
    /** The rule that must find it; or `matter`, for any rule of that matter. */
    rule: Slug.optional(),
    matter: Matter.optional(),
    /** When the offence begins, in seconds of the clip: negative when it had begun before. */
    start: z.number().min(-86_400).max(86_400),
    /** How long after `start` it must have been told, in seconds. The rule's own time is part of it. */
    within: z.number().positive().max(86_400),
    /** Where it is, in fractions of the picture; what is told of another place does not count. */
    box: Box.optional(),
  })
  .refine(({ rule, matter }) => (rule === undefined) !== (matter === undefined), 'give either rule or matter');
export type TrueViolation = z.infer<typeof TrueViolation>;

/** What a clip shows: the file that `--truth` names. */
export const ClipTruth = z.strictObject({
  schema: z.literal('lamppost.truth/1'),
  /** Camera of the rule document that the clip plays; may be left out when the document has one camera. */
  camera: Slug.optional(),
  /** Violations that must be found; whatever else is told is false. Empty for a clip on which nothing is wrong. */
  violations: z.array(TrueViolation).max(1000),
});
export type ClipTruth = z.infer<typeof ClipTruth>;
