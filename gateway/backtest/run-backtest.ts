import type { RuleDocument } from '../rules/document/rule-document.js';
import { type BacktestResult, type PlayedVersion, compareVersions } from './backtest-report.js';
import { gatewayOfLog } from './gateway-of-log.js';
import { resolveLabels } from './label-found.js';
import { type LogFacts, type PlayLogOptions, playLog } from './play-log.js';
import type { Verdict } from './verdicts.js';
import { VersionPlayer } from './version-player.js';

/** What a backtest plays. */
export interface BacktestOptions extends Omit<PlayLogOptions, 'players'> {
  readonly document: RuleDocument;
  /** Null: held against what the gateway found at the time. */
  readonly against: RuleDocument | null;
  /** Null when nobody has said anything. */
  readonly verdicts: readonly Verdict[] | null;
}

/** How many verdicts could be used. */
export interface UsedVerdicts {
  readonly given: number;
  readonly used: number;
  /** On violations that nothing found in what was played. */
  readonly unknown: number;
  /** On times or sources that were not played. */
  readonly outside: number;
}

/** What a backtest reports. */
export interface BacktestReport extends BacktestResult {
  readonly gatewayId: string;
  readonly log: LogFacts;
  readonly verdicts: UsedVerdicts | null;
  /** Rules of this version that the log holds nothing for. */
  readonly unheard: readonly { readonly ruleId: string; readonly source: string }[];
  /** Rules of this version that remind: what the party would have done is not in the log. */
  readonly reminding: readonly string[];
}

/**
 * Plays a log under a version of the rules, and tells what it finds beside another.
 *
 * @throws EventLogError or ConfigError when the log can't be played
 */
export async function runBacktest(options: BacktestOptions): Promise<BacktestReport> {
  const { document, against, verdicts, ...play } = options;
  const gatewayId = await gatewayOfLog(play.directory);
  const player = new VersionPlayer(gatewayId, document);
  const other = against === null ? null : new VersionPlayer(gatewayId, against);
  const { facts, recorded } = await playLog({ ...play, players: other === null ? [player] : [player, other] });
  const version: PlayedVersion = { document, found: player.found() };
  const held: PlayedVersion = { document: against, found: other === null ? recorded : other.found() };
  const labels =
    verdicts === null ? null : resolveLabels(verdicts, [...recorded, ...held.found, ...version.found], facts);
  return {
    gatewayId,
    log: facts,
    verdicts:
      labels === null
        ? null
        : {
            given: verdicts?.length ?? 0,
            used: labels.labels.length,
            unknown: labels.unknown,
            outside: labels.outside,
          },
    unheard: unheardRules(player, facts),
    reminding: document.rules.filter(({ remind, mode }) => remind !== null && mode === 'live').map(({ id }) => id),
    ...compareVersions({ version, against: held, labels }),
  };
}

/** Rules whose own source is not in the log: they could find nothing. */
function unheardRules({ document }: VersionPlayer, facts: LogFacts): BacktestReport['unheard'] {
  const heard = new Set(facts.sources);
  return document.rules.flatMap((rule) => {
    const camera = rule.matter === 'dust' ? null : document.zones.find(({ id }) => id === rule.zone)?.camera;
    const source = rule.matter === 'dust' ? `sensor/${rule.sensor}` : `camera/${camera ?? ''}`;
    return heard.has(source) ? [] : [{ ruleId: rule.id, source }];
  });
}
