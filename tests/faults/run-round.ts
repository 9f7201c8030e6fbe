import type { MqttClient } from 'mqtt';
import { setTimeout as wait } from 'node:timers/promises';
import { type TownState, checkTown, spoolFiles } from './check-round.js';
import type { RoundPlan } from './fault-plan.js';
import { FaultInjector } from './inject-fault.js';
import { playEpisode } from './play-episode.js';
import { CloudReader, droppedIn, readHeld, violationsLogged } from './read-town.js';
import type { Town } from './town.js';

const POLL_MS = 200;
/** Evidence whose footage is not there is sealed without it after two minutes. */
const QUIET_MS = 200_000;
/** What is under way nowhere after so long will not come. */
const NOWHERE_MS = 45_000;

/** How a round ended. */
export interface RoundResult extends TownState {
  readonly seed: number;
  /** What was done, in words. */
  readonly done: readonly string[];
  readonly violations: number;
  readonly seconds: number;
  /** Seeds of the rounds before it whose packages had not been verified yet. */
  readonly unverified: readonly number[];
}

/** Runs rounds in one town, one after another. */
export class RoundRunner {
  private readonly injector: FaultInjector;
  private readonly reader: CloudReader;
  /** Monitors with dust above the limit so far. */
  private readonly monitors: string[] = [];
  /** Seeds of rounds since packages were verified. */
  private unverified: number[] = [];

  constructor(
    private readonly town: Town,
    private readonly client: MqttClient,
  ) {
    this.injector = new FaultInjector(town);
    this.reader = new CloudReader(town);
  }

  /** Does what is planned, waits until nothing is under way any more, and looks; `isVerified`: at each package and the chain, too. */
  async run(plan: RoundPlan, isVerified: boolean): Promise<RoundResult> {
    const beganMs = performance.now();
    const played = plan.episodes.map(async (episode) => {
      const monitor = this.town.takeMonitor(episode.hasCamera);
      this.monitors.push(monitor);
      await playEpisode(this.client, monitor, episode, () =>
        [...violationsLogged(this.town).values()].includes(monitor),
      );
    });
    const hurt = await Promise.allSettled(plan.faults.map(async (fault) => this.injector.inject(fault)));
    const done = hurt.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failures = [...hurt, ...(await Promise.allSettled(played))].flatMap((one) =>
      one.status === 'rejected' ? [`could not be done: ${String(one.reason)}`] : [],
    );
    const late = failures.length > 0 ? failures : await this.untilQuiet();
    const { problems, ...state } = await checkTown(this.town, this.reader, this.monitors, isVerified).catch(
      (error: unknown) => ({ cases: 0, dropped: 0, problems: [`could not be looked at: ${String(error)}`] }),
    );
    const { unverified } = this;
    this.unverified = isVerified ? [] : [...unverified, plan.seed];
    return {
      seed: plan.seed,
      done,
      violations: plan.episodes.length,
      ...state,
      problems: [...late, ...problems],
      unverified,
      seconds: (performance.now() - beganMs) / 1000,
    };
  }

  /** @returns what is still under way after all patience, in words */
  private async untilQuiet(): Promise<string[]> {
    const beganMs = performance.now();
    let last = 'nothing answered';
    let heldAtMs = beganMs;
    for (;;) {
      const busy = await this.findBusy().catch((error: unknown) => ({ isHeld: true, words: String(error) }));
      if (busy === null) return [];
      const nowMs = performance.now();
      if (busy.isHeld) heldAtMs = nowMs;
      last = busy.words;
      if (nowMs - beganMs > QUIET_MS || nowMs - heldAtMs > NOWHERE_MS)
        return [`not quiet after ${Math.round((nowMs - beganMs) / 1000)} s: ${last}`];
      await wait(POLL_MS);
    }
  }

  /** What is under way, in words, and whether the gateway holds it; null when nothing is. */
  private async findBusy(): Promise<{ isHeld: boolean; words: string } | null> {
    const held = await readHeld(this.town);
    if (held.pending + held.waiting + held.entriesWaiting > 0) return { isHeld: true, words: JSON.stringify(held) };
    const files = held.refused + held.lost > 0 ? [] : spoolFiles(this.town, 'packages');
    if (files.length > 0) return { isHeld: false, words: `the spool still holds ${files.join(', ')}` };
    const found = new Set((await this.reader.cases()).map(({ sourceId }) => sourceId));
    const missing = this.monitors.filter((monitor) => !found.has(monitor));
    if (missing.length === 0) return null;
    const dropped = droppedIn(await this.reader.entries());
    const logged = violationsLogged(this.town);
    const given = new Set(dropped.map(({ violationId }) => logged.get(violationId)));
    const unknown = dropped.filter(({ violationId }) => !logged.has(violationId)).length;
    const absent = missing.filter((monitor) => !given.has(monitor));
    if (absent.length <= unknown) return null;
    return { isHeld: false, words: `neither case nor tombstone: ${absent.join(', ')}` };
  }
}
