import { Box, EpochMs, Matter, Slug } from '@lamppost/contracts';
import { ConfigError, type ReadYaml, readYaml } from '@lamppost/detectors';
import { z } from 'zod';

/** Verdicts in a file, at most. */
const MOST_VERDICTS = 100_000;

/** What a person made of a violation: of one that was told, by its ID; or of what a camera or sensor showed at a time. */
const Verdict = z
  .strictObject({
    violationId: z
      .string()
      .regex(/^[0-9a-f]{32}$/, 'must be the 32 hex digits of a violation')
      .optional(),
    sourceId: Slug.optional(),
    matter: Matter.optional(),
    fromMs: EpochMs.optional(),
    toMs: EpochMs.optional(),
    /** Where in the picture; left out, all of it. */
    box: Box.optional(),
    verdict: z.enum(['confirmed', 'rejected']),
    reason: z.string().max(2000).optional(),
  })
  .superRefine(({ violationId, sourceId, matter, fromMs, toMs, box }, context) => {
    const place = [sourceId, matter, fromMs, toMs];
    const refuse = (message: string) => {
      context.addIssue({ code: 'custom', message });
    };
    if (violationId !== undefined && [...place, box].some((field) => field !== undefined))
      refuse('names both a violationId and a place; keep one of them');
    if (violationId === undefined && place.includes(undefined))
      refuse('give a violationId, or all of sourceId, matter, fromMs and toMs');
    if (fromMs !== undefined && toMs !== undefined && toMs < fromMs) refuse('toMs lies before fromMs; exchange them');
  });
export type Verdict = z.infer<typeof Verdict>;

const Verdicts = z.array(Verdict).max(MOST_VERDICTS);

/**
 * Reads the verdicts that `--labels` names: a JSON list.
 *
 * @throws ConfigError with file, line, column and the mend of each problem
 */
export function readVerdicts(file: string): readonly Verdict[] {
  const read = readYaml(Verdicts, file);
  const problems = contradictions(read);
  if (problems.length > 0) throw new ConfigError(problems);
  return read.value;
}

/** Verdicts on one violation that say different things. */
function contradictions(read: ReadYaml<readonly Verdict[]>): string[] {
  const known = new Map<string, Verdict['verdict']>();
  return read.value.flatMap(({ violationId, verdict }, index) => {
    if (violationId === undefined) return [];
    const earlier = known.get(violationId) ?? verdict;
    known.set(violationId, earlier);
    return earlier === verdict
      ? []
      : [read.problem([index, 'verdict'], `${violationId} is ${earlier} further up; keep the verdict that holds`)];
  });
}
