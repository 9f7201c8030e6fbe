import { printTable } from '@lamppost/detectors/evaluation';
import { printProportion } from '../print-backtest.js';
import type { RuleSuggestion, Suggestions, TriedSetting } from './suggest-thresholds.js';

function settingText({ setting }: TriedSetting): string {
  return Object.entries(setting)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function row(one: TriedSetting) {
  const { score, isPresent, isBest } = one;
  const mark = [...(isPresent ? ['now'] : []), ...(isBest ? ['best'] : [])].join(', ');
  const { confirmed, rejected, unlabelled, precision, recall } = score;
  return [settingText(one), mark, confirmed, rejected, unlabelled, printProportion(recall), printProportion(precision)];
}

const HEAD = ['', '', 'confirmed', 'rejected', 'open', 'recall (95 %)', 'precision (95 %)'];

function ruleText(rule: RuleSuggestion, recall: number): string[] {
  const { confirmed, rejected, wanted } = rule;
  const tables = rule.thresholds.map(({ tried }) => printTable(HEAD, tried.map(row)));
  return [
    `rule ${rule.ruleId}: ${confirmed} confirmed and ${rejected} rejected verdicts`,
    ...(rule.hasEnough
      ? []
      : [
          `TOO FEW VERDICTS to rely on: a recall of ${100 * recall} % is shown by ${wanted.confirmed} confirmed ones at least, fewer false leads by ${wanted.rejected} rejected ones`,
        ]),
    ...tables,
    ...(rule.pair === null ? [] : [printTable(HEAD, [row(rule.pair)])]),
    conclusion(rule),
    '',
  ];
}

function conclusion({ confirmed, rejected, best }: RuleSuggestion): string {
  if (confirmed === 0) return 'no suggestion: nothing is confirmed, so that no recall can be told';
  if (best === null) return 'no suggestion: nothing that was tried keeps the recall';
  if (best.isPresent) return 'nothing that was tried does better than the rule as it is';
  return `would have kept the recall with ${best.score.rejected} of ${rejected} false leads: ${settingText(best)}`;
}

/** Suggestions, as a person reads them. */
export function printSuggestions({ recall, verdicts, rules, withoutVerdicts, variants }: Suggestions): string {
  return [
    `Nothing is changed by this. Wanted: a recall of ${100 * recall} %. ${variants} settings were played.`,
    `verdicts: ${verdicts.used} of ${verdicts.given} used; ${verdicts.unknown} on violations that are not found here, ${verdicts.outside} on times or sources that were not played`,
    ...(withoutVerdicts.length === 0 ? [] : [`without any verdict: ${withoutVerdicts.join(', ')}`]),
    '',
    ...rules.flatMap((rule) => ruleText(rule, recall)),
  ]
    .join('\n')
    .trimEnd();
}
