import type { RuleDocument } from '../../rules/document/rule-document.js';
import type { Rule } from '../../rules/document/rule.js';
import type { Found } from '../found.js';
import { type PlayLogOptions, type PlayedLog, playLog } from '../play-log.js';
import { VersionPlayer } from '../version-player.js';

/** Value of each threshold that differs from the rule as it is. */
export type Setting = Readonly<Record<string, number>>;

/** A rule with other thresholds. */
export interface Variant {
  readonly ruleId: string;
  readonly setting: Setting;
  readonly rule: Rule;
}

/** A variant, and what it finds. */
export interface TriedVariant extends Variant {
  readonly found: readonly Found[];
}

/** What a pass over the log gives. */
export interface TriedPass extends PlayedLog {
  /** Found by the document as it is. */
  readonly base: readonly Found[];
  readonly tried: readonly TriedVariant[];
}

/** IDs that no rule of the document has. */
function freeIds({ rules }: RuleDocument, count: number): string[] {
  const taken = new Set(rules.map(({ id }) => id));
  let prefix = 'try';
  while ([...taken].some((id) => id.startsWith(`${prefix}-`))) prefix += 'x';
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}

/** Plays the document and many variants of its rules in one pass: the variants only record, and remind nobody. */
export async function tryVariants(
  document: RuleDocument,
  variants: readonly Variant[],
  play: Omit<PlayLogOptions, 'players'> & { readonly gatewayId: string },
): Promise<TriedPass> {
  const ids = freeIds(document, variants.length);
  const trials = variants.map(({ rule }, index): Rule => {
    const id = ids[index] ?? rule.id;
    return { ...rule, id, mode: 'shadow', remind: null };
  });
  const { gatewayId, ...options } = play;
  const player = new VersionPlayer(gatewayId, { ...document, rules: [...document.rules, ...trials] });
  const played = await playLog({ ...options, players: [player] });
  const byRule = new Map<string, Found[]>();
  for (const found of player.found()) {
    const others = byRule.get(found.violation.ruleId);
    if (others === undefined) byRule.set(found.violation.ruleId, [found]);
    else others.push(found);
  }
  return {
    ...played,
    base: document.rules.flatMap(({ id }) => byRule.get(id) ?? []),
    tried: variants.map((variant, index) => ({ ...variant, found: byRule.get(ids[index] ?? '') ?? [] })),
  };
}
