import { existsSync } from 'node:fs';
import type { Violation } from '@lamppost/contracts';
import { EvaluationError } from '@lamppost/detectors/evaluation';
import type { RuleDocument } from '../rules/document/rule-document.js';
import type { ClipTruth } from './clip-truth.js';
import { CLIP_START_MS, type PlayClipOptions, type PlayedClip, playClip } from './play-clip.js';
import { type ClipScore, scoreClip, toldAt } from './score-clip.js';

/** What a clip is evaluated with. */
export interface EvaluateClipOptions extends Omit<
  PlayClipOptions,
  'gatewayId' | 'startMs' | 'onViolation' | 'recorder' | 'onFrame'
> {
  readonly truth: ClipTruth;
}

/** What `--clip` reports. */
export interface ClipReport {
  readonly clip: PlayedClip;
  readonly score: ClipScore;
}

function cameraOf({ camera }: ClipTruth, { zones }: RuleDocument): string {
  const cameras = [...new Set(zones.map((zone) => zone.camera))];
  const named = cameras.join(', ') || 'none';
  if (camera !== undefined && cameras.includes(camera)) return camera;
  if (camera !== undefined)
    throw new EvaluationError([
      `the truth's camera: the rules have no zone on "${camera}"; their cameras are: ${named}`,
    ]);
  const [only, ...others] = cameras;
  if (only === undefined || others.length > 0)
    throw new EvaluationError([
      `the truth names no camera, and the rules have several or none (${named}): say "camera:"`,
    ]);
  return only;
}

/** A rule that is not there could never be found. */
function assertRules({ violations }: ClipTruth, { rules }: RuleDocument): void {
  const known = new Set(rules.map(({ id }) => id));
  const unknown = violations.flatMap(({ rule }, index) =>
    rule === undefined || known.has(rule)
      ? []
      : [`the truth's violations[${index}].rule: there is no rule "${rule}"; the rules are: ${[...known].join(', ')}`],
  );
  if (unknown.length > 0) throw new EvaluationError(unknown);
}

/**
 * Checks that clip, rules and truth fit, before anything is loaded.
 *
 * @returns the camera of the rules that the clip plays
 * @throws EvaluationError naming what does not fit
 */
export function checkClip(file: string, truth: ClipTruth, document: RuleDocument): string {
  if (!existsSync(file)) throw new EvaluationError([`${file}: there is no such file; give a video`]);
  assertRules(truth, document);
  return cameraOf(truth, document);
}

/**
 * Plays a clip, and holds the violations against the truth.
 *
 * @throws EvaluationError when the clip cannot be played
 */
export async function evaluateClip({ truth, ...play }: EvaluateClipOptions): Promise<ClipReport> {
  const { document } = play;
  const violations: Violation[] = [];
  const clip = await playClip({
    ...play,
    gatewayId: 'evaluation',
    startMs: CLIP_START_MS,
    onViolation: (violation) => {
      violations.push(violation);
    },
  });
  const ruleSeconds = new Map(document.rules.map((rule) => [rule.id, 'forSeconds' in rule ? rule.forSeconds : 0]));
  const told = violations.map((violation) => toldAt(violation, CLIP_START_MS));
  return { clip, score: scoreClip(told, truth.violations, ruleSeconds) };
}
