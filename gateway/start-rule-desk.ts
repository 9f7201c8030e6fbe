import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Violation } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from './clock.js';
import type { GatewayConfig } from './config/gateway-config.js';
import type { EventLog } from './event-log/event-log.js';
import type { PackageMedia } from './evidence/seal-package.js';
import type { StillSight } from './evidence/see-picture.js';
import type { FootageRings } from './footage/footage-rings.js';
import type { LinkBoard } from './http/link-board.js';
import { BacktestDesk } from './rule-desk/backtest/backtest-desk.js';
import { runLogTask } from './rule-desk/backtest/run-log-task.js';
import { openDeskDatabase } from './rule-desk/found/desk-database.js';
import { FoundStore, fateOf } from './rule-desk/found/found-store.js';
import { LeadPictures } from './rule-desk/found/lead-pictures.js';
import { VerdictFetch } from './rule-desk/found/verdict-fetch.js';
import { RuleHistory } from './rule-desk/history/rule-history.js';
import { RuleDesk } from './rule-desk/rule-desk.js';
import type { RuleDeskServices } from './rule-desk/rule-desk-services.js';
import type { Outcome } from './rules/outcome.js';
import type { DeviceRegistry } from './sources/device-registry.js';
import type { RunningRules } from './start-rules.js';
import type { CloudClient } from './uplink/cloud-client.js';

/** On a metered line verdicts are asked for this seldom. */
const METERED_EVERY_MS = 900_000;

/** Options of {@link startRuleDesk}. */
export interface StartRuleDeskOptions {
  readonly config: Pick<GatewayConfig, 'cloud' | 'fleet' | 'sensors'>;
  readonly dataDirectory: string;
  readonly rules: RunningRules;
  readonly ruleFile: { readonly file: string; readonly name: string };
  readonly board: Pick<LinkBoard, 'status'>;
  readonly registry: Pick<DeviceRegistry, 'describe'>;
  readonly eventLog: Pick<EventLog, 'flush'>;
  readonly eventLogDirectory: string;
  readonly rings: FootageRings;
  readonly ffmpegPath: string;
  readonly sight: StillSight;
  readonly client: Pick<CloudClient, 'request'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The rule desk of a running gateway. */
export interface RunningRuleDesk {
  readonly services: RuleDeskServices;
  /** To be told what the rules came to. */
  outcome(outcome: Outcome): void;
  /** To be told what was sealed, with the copies that people see. */
  sealed(violation: Violation, shown: readonly PackageMedia[]): void;
  close(): Promise<void>;
}

/** Starts what rules are looked at and changed by: what was found of late, verdicts, backtests, history and publication. */
export function startRuleDesk(options: StartRuleDeskOptions): RunningRuleDesk {
  const { config, rules, clock, log, eventLog, eventLogDirectory: directory } = options;
  const folder = join(options.dataDirectory, 'rule-desk');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = new FoundStore(openDeskDatabase(join(folder, 'found.db')));
  const history = new RuleHistory({ directory: join(folder, 'versions'), log });
  const { rings, ffmpegPath, sight } = options;
  const pictures = new LeadPictures({ store: found, rings, ffmpegPath, sight });
  const backtests = new BacktestDesk({ run: runLogTask, clock, log });
  const everyMs = config.cloud.metered === undefined ? config.fleet.pollSeconds * 1000 : METERED_EVERY_MS;
  const verdicts = new VerdictFetch({ client: options.client, store: found, everyMs, log });
  verdicts.start();
  const filling = found.isFilled ? null : fill(found, directory, eventLog, clock, log);
  let keeping: Promise<void> = Promise.resolve();
  const sources = () => {
    const cameras = Object.keys(options.board.status().cameras);
    const named = (id: string) => ({ id, place: options.registry.describe(id)?.place.name ?? null });
    return { cameras: cameras.sort().map(named), sensors: config.sensors.map(({ id }) => named(id)) };
  };
  return {
    services: {
      ruleDesk: new RuleDesk({ ...options.ruleFile, rules, history, sources, clock, log }),
      ...{ found, pictures, backtests },
      eventLog: { directory, flush: () => eventLog.flush() },
    },
    outcome: (outcome) => {
      const { violation } = outcome;
      const { document, sha256 } = rules.live.now();
      const rule = document.rules.find(({ id }) => id === violation.ruleId) ?? null;
      try {
        found.add({ violation, fate: fateOf(outcome), rulesSha256: sha256, rule });
      } catch (error) {
        // It is in the event log; the lead itself goes its way.
        log.error({ err: error, violationId: violation.violationId }, 'what was found could not be listed');
      }
    },
    sealed: ({ violationId }, shown) => {
      keeping = keeping
        .then(async () => pictures.keep(violationId, shown))
        .catch((error: unknown) => {
          log.warn({ err: error, violationId }, 'no picture of what was found could be kept');
        });
    },
    close: async () => {
      backtests.close();
      filling?.stop();
      await Promise.all([verdicts.stop(), keeping, filling?.done]);
      found.close();
    },
  };
}

/** What was found before there was this list is taken out of the event log, once. */
function fill(
  found: FoundStore,
  directory: string,
  eventLog: Pick<EventLog, 'flush'>,
  clock: Clock,
  log: Logger,
): { readonly done: Promise<void>; readonly stop: () => void } {
  const stopping = new AbortController();
  const isStopped = () => stopping.signal.aborted;
  const work = async () => {
    await eventLog.flush();
    if (isStopped()) return;
    const task = runLogTask({ kind: 'recall', directory, fromMs: 0, toMs: clock.nowMs() }, () => undefined);
    const stop = () => {
      task.stop();
    };
    stopping.signal.addEventListener('abort', stop, { once: true });
    const end = await task.ended;
    if (isStopped()) return;
    if (end.kind === 'failed') {
      log.warn({ reason: end.detail }, 'what was found before could not be taken out of the event log');
      return;
    }
    if (end.result.kind !== 'recall') return;
    for (const record of end.result.found) if (found.find(record.violation.violationId) === null) found.add(record);
    found.noteFilled();
  };
  const done = work().catch((error: unknown) => {
    log.warn({ err: error }, 'what was found before could not be taken out of the event log');
  });
  return {
    done,
    stop: () => {
      stopping.abort();
    },
  };
}
