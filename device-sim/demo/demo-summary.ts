import { CasePage, type CaseSummary, Matter } from '@lamppost/contracts';
import type { DeskWork } from './town/work-cases.js';

/** What a run of the demo came to. */
export interface DemoSummary {
  readonly ok: boolean;
  /** Cases by kind. */
  readonly cases: Partial<Record<Matter, number>>;
  /** Monitors that opened a case of dust. */
  readonly dustMonitors: readonly string[];
  /** Time from the trigger of the first violation of a kind to its case, milliseconds. */
  readonly violationToCaseMs: Partial<Record<Matter, number>>;
  /** Cases that come without a picture. */
  readonly casesWithoutPicture: number;
  readonly packages: {
    /** Sealed by the gateway. */
    readonly sent: number;
    /** Verified by the cloud. */
    readonly verified: number;
    /** Neither verified nor still waiting. */
    readonly lost: number;
  };
  /** What people did with cases. */
  readonly desk: DeskWork;
  readonly elapsedMs: number;
}

/** How many packages the gateway holds in each state, out of its metrics. */
export function packagesByState(metrics: string): Readonly<Record<string, number>> {
  const lines = metrics.matchAll(/^lamppost_packages\{state="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, state = '', count]): [string, number] => [state, Number(count)]));
}

/** Reads every case of the cloud. */
export async function readCases(cloudUrl: string, accessCode: string): Promise<CaseSummary[]> {
  const cases: CaseSummary[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const answer = await fetch(`${cloudUrl}/api/v1/cases${query}`, {
      headers: { authorization: `Bearer ${accessCode}` },
    });
    if (!answer.ok) throw new Error(`the cloud answered ${answer.status} to a list of cases`);
    const page = CasePage.parse(await answer.json());
    cases.push(...page.cases);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return cases;
}

/**
 * Sums up a run. It is well when as many kinds of case came as were wanted, dust from each of the monitors named, no package
 * was lost, and, where all kinds were wanted, a case went its way to the bureau that accepted it, another was corrected, and the false one
 * was rejected.
 */
export function summarise(
  cases: readonly CaseSummary[],
  metrics: string,
  run: { wanted: number; dustMonitors: readonly string[]; desk: DeskWork; elapsedMs: number },
): DemoSummary {
  const counts: Partial<Record<Matter, number>> = {};
  const delays: Partial<Record<Matter, number>> = {};
  for (const found of [...cases].sort((a, b) => b.triggeredAtMs - a.triggeredAtMs)) {
    counts[found.matter] = (counts[found.matter] ?? 0) + 1;
    delays[found.matter] = found.openedAtMs - found.triggeredAtMs;
  }
  const states = packagesByState(metrics);
  const sent = ['waiting', 'accepted', 'refused', 'lost'].reduce((sum, state) => sum + (states[state] ?? 0), 0);
  const verified = states.accepted ?? 0;
  const lost = sent - verified - (states.waiting ?? 0);
  const dustMonitors = cases.filter(({ matter }) => matter === 'dust').map(({ sourceId }) => sourceId);
  const hasAllDust = run.dustMonitors.every((sensorId) => dustMonitors.includes(sensorId));
  const isWorked = run.wanted < Matter.options.length || Object.values(run.desk).every((caseId) => caseId !== null);
  return {
    ok: Object.keys(counts).length >= run.wanted && hasAllDust && isWorked && lost === 0,
    cases: counts,
    dustMonitors: dustMonitors.sort(),
    violationToCaseMs: delays,
    casesWithoutPicture: cases.filter((found) => found.pictureUrl === null).length,
    packages: { sent, verified, lost },
    desk: run.desk,
    elapsedMs: run.elapsedMs,
  };
}
