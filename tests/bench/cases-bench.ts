import { join } from 'node:path';
import {
  type TestCloud,
  databaseUrl,
  multiplyCases,
  startTestCloud,
  uploadPackage,
  writePackage,
} from '@lamppost/cloud-api/testing';
import { CasePage } from '@lamppost/contracts';
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { quantile } from './spread.js';

const PAGE = 50;

/** What people ask for, by name: the path of the `n`-th time. */
type Questions = Readonly<Record<string, (n: number) => string>>;

async function openOneCase(cloud: TestCloud): Promise<string> {
  const gateway = await cloud.enrol('pole-1');
  await uploadPackage(cloud.url, gateway, await writePackage(join(cloud.folder, 'sent.zip'), gateway));
  const { cases } = CasePage.parse(await (await cloud.read('/api/v1/cases')).json());
  const [first] = cases;
  if (first === undefined) throw new Error('the package opened no case');
  return first.caseId;
}

/** A place deep in the list, as somebody gets to who turns pages. */
async function turnPages(cloud: TestCloud, query: string, pages: number): Promise<string> {
  let cursor = '';
  for (let page = 0; page < pages; page += 1) {
    const { nextCursor } = CasePage.parse(
      await (await cloud.read(`/api/v1/cases?limit=${PAGE}${query}${cursor}`)).json(),
    );
    if (nextCursor === null) break;
    cursor = `&cursor=${nextCursor}`;
  }
  return cursor;
}

async function questionsOf(cloud: TestCloud, opened: readonly string[]): Promise<Questions> {
  const deep = await turnPages(cloud, '', 20);
  const list = (query: string) => `/api/v1/cases?limit=${PAGE}${query}`;
  return {
    'list, newest': () => list(''),
    'list, page 20': () => list(deep),
    'list, by deadline': () => list('&sort=due'),
    'list, by severity': () => list('&sort=severity'),
    'list, one matter': (n) => list(`&matter=${['parking', 'stall', 'burning', 'dust'][n % 4] ?? ''}`),
    'list, one state': (n) => list(`&state=${['in_review', 'rejected'][n % 2] ?? ''}`),
    'list, open of one bureau': (n) => list(`&state=open&bureauId=bureau-${(n * 20) % 40}`),
    'open a case': (n) => `/api/v1/cases/${opened[(n * 37) % opened.length] ?? ''}`,
  };
}

/** Milliseconds that each question took, by name. */
async function ask(cloud: TestCloud, questions: Questions, times: number): Promise<Map<string, number[]>> {
  const taken = new Map(Object.keys(questions).map((name) => [name, [] as number[]]));
  for (let n = 0; n < times; n += 1)
    for (const [name, path] of Object.entries(questions)) {
      const beganMs = performance.now();
      const answer = await cloud.read(path(n));
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`${path(n)} was answered with ${answer.status}`);
      taken.get(name)?.push(performance.now() - beganMs);
    }
  return taken;
}

const p95 = (samples: readonly number[]) => quantile(samples, 0.95);

/** How long lists and single cases take with a million cases, against ten thousand. */
export async function benchCases({ isQuick, onProgress }: BenchSettings): Promise<BenchResult> {
  const [few, many, times] = isQuick ? [200, 400, 2] : [10_000, 1_000_000, 200];
  const cloud = await startTestCloud();
  try {
    const caseId = await openOneCase(cloud);
    const measured = async (total: number) => {
      onProgress(`${total} cases`);
      const questions = await questionsOf(cloud, await multiplyCases(databaseUrl(cloud), caseId, total));
      await ask(cloud, questions, Math.ceil(times / 10));
      return ask(cloud, questions, times);
    };
    const small = await measured(few);
    const large = await measured(many);
    const growths = [...large].map(([name, samples]) => p95(samples) / p95(small.get(name) ?? []));
    return {
      question: `How much longer do lists and single cases take with ${many} cases than with ${few}?`,
      method: `A cloud on its embedded PostgreSQL, asked over HTTP, one question after another, ${times} times each: pages of ${PAGE} in every order and filter, page 20 of the list, and single cases with their files. Copies of one case in all states, matters and severities, of 40 bureaus and two years; one of twenty is open, one of a hundred has its package and can be opened. For each question, growth = 95th percentile with many / with few. result = the largest growth.`,
      result: Math.max(...growths),
      unit: 'times as long',
      aim: { comparison: 'at most', limit: 1.5 },
      figures: [
        figureOf('growth', 'times', growths),
        ...[...large].map(([name, samples]) => figureOf(`${name}, ${many} cases: p95`, 'ms', [p95(samples)])),
        ...[...small].map(([name, samples]) => figureOf(`${name}, ${few} cases: p95`, 'ms', [p95(samples)])),
      ],
      facts: { few, many, timesEach: times, page: PAGE },
    };
  } finally {
    await cloud.close();
    cloud.remove();
  }
}
