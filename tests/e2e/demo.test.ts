import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CaseDetail } from '@lamppost/contracts';
import { intersectionOverUnion } from '@lamppost/detectors';
import { type ExpectedFinding, loadScenario, repositoryFile } from '@lamppost/device-sim';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { listFaults, missingBrowser, openContext, SCREENS, startBrowser } from './browser.js';
import { type DemoProcess, startDemo } from './demo-process.js';
import { caseOf, casesOf } from './read-product.js';
import { until } from './until.js';

const SCENARIO = repositoryFile('device-sim/scenarios/four-kinds.yaml');
/** A subject is found where the scenario says when the boxes overlap by this much. */
const SAME_SUBJECT_IOU = 0.3;
/** Time for the gateway to open the cameras before anything happens. */
const LEAD_SECONDS = 20;

/** How long a town takes says nothing on a busy machine; this only ends one in which nothing comes. */
const CASES_TIMEOUT_MS = 400_000;

/** Set LAMPPOST_SCREENSHOTS to a folder to keep what the page looked like. */
const screenshots = process.env.LAMPPOST_SCREENSHOTS;

let directory = '';
let demo: DemoProcess;
let browser: Browser | null = null;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'demo-'));
  demo = await startDemo(...['--lead', String(LEAD_SECONDS), '--timeout', '400', '--keep-packages', directory]);
  browser = await startBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  const ended = await demo.stop();
  rmSync(directory, { recursive: true, force: true });
  expect(ended).toEqual({ code: 0, stderr: '' });
});

/** What a case says of one expected finding, where it differs from the truth; empty when it agrees. */
function differences(expected: ExpectedFinding, found: CaseDetail, startedAtMs: number): string[] {
  const [startSeconds, triggerSeconds] = [found.violation.startedAtMs, found.violation.triggeredAtMs].map(
    (atMs) => (atMs - startedAtMs) / 1000,
  ) as [number, number];
  const problems: string[] = [];
  // What was measured is judged over a window, which may begin before the rise.
  const isEarly =
    expected.subject === null ? triggerSeconds < expected.fromSeconds : startSeconds < expected.fromSeconds;
  if (isEarly || startSeconds > expected.latestSeconds) {
    problems.push(`began at ${startSeconds} s, not between ${expected.fromSeconds} and ${expected.latestSeconds}`);
  }
  if (expected.subject !== null) {
    const box = found.violation.subject?.box;
    const isThere = box !== undefined && intersectionOverUnion(box, expected.subject.box) >= SAME_SUBJECT_IOU;
    if (!isThere) problems.push(`is at another place: ${JSON.stringify(box)}`);
  }
  return problems;
}

async function keep(page: Page, name: string): Promise<void> {
  if (screenshots === undefined) return;
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

const FoundVerdicts = z.object({
  leads: z.array(z.object({ verdict: z.string().nullable(), reason: z.string().nullable() })),
});

/** Signs the demo's operator in at the gateway; gives the cookie. */
async function signInAtBox({ gatewayUrl, operator }: DemoProcess): Promise<string> {
  const answer = await fetch(`${gatewayUrl}/api/console/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: gatewayUrl },
    body: JSON.stringify(operator),
  });
  expect(answer.status).toBe(204);
  return answer.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
}

/** How many pictures the page has loaded, of those it shows. */
async function loadedPictures(page: Page, where: string): Promise<{ shown: number; loaded: number }> {
  const widths = await page
    .locator(`${where} img`)
    .evaluateAll((images) => images.map((image) => Number(Reflect.get(image, 'naturalWidth'))));
  return { shown: widths.length, loaded: widths.filter((width) => width > 0).length };
}

// One town for all: each looks at it in its own way.
describe.concurrent('npm run demo: a town where one offence of each kind happens', () => {
  test(
    'what the scenario says must be found is found, where and when it says, and nothing else',
    { timeout: 500_000 },
    async () => {
      const { truth, monitors } = await loadScenario(SCENARIO);
      const { startedAtMs } = demo;
      const cases = await until('all kinds of case', CASES_TIMEOUT_MS, async () => {
        const found = await casesOf(demo);
        return found.length >= truth.findings.length ? found : null;
      });
      expect(cases.map(({ matter, sourceId }) => `${matter} ${sourceId}`).sort()).toEqual(
        truth.findings.map(({ matter, sourceId }) => `${matter} ${sourceId}`).sort(),
      );
      for (const expected of truth.findings) {
        const ofKind = cases.filter(
          ({ matter, sourceId }) => matter === expected.matter && sourceId === expected.sourceId,
        );
        const details = await Promise.all(ofKind.map(({ caseId }) => caseOf(demo, caseId)));
        // Of two cars that one camera sees, each is where the scenario says.
        const [least] = details
          .map((detail) => differences(expected, detail, startedAtMs))
          .sort((a, b) => a.length - b.length);
        expect({ matter: expected.matter, differences: least }).toEqual({ matter: expected.matter, differences: [] });
      }
      // Both kinds of monitor were heard, and every message could be read.
      const metrics = await (await fetch(`${demo.gatewayUrl}/metrics`)).text();
      for (const { id } of monitors) {
        expect(metrics).toMatch(new RegExp(`^lamppost_readings_total\\{sensor="${id}"\\} [1-9]`, 'm'));
      }
      expect(metrics).not.toMatch(/^lamppost_messages_refused_total\{/m);
    },
  );

  test(
    'each case has its picture, one goes to the bureau that accepts it, one is settled on site, and nothing is lost; the packages prove themselves',
    { timeout: 500_000 },
    async () => {
      expect(await demo.summary).toMatchObject({
        ok: true,
        cases: { dust: 2, parking: 2, stall: 1, burning: 1 },
        dustMonitors: ['dust-01', 'dust-03'],
        casesWithoutPicture: 0,
        packages: { sent: 6, verified: 6, lost: 0 },
        desk: {
          accepted: expect.stringMatching(/^LP-/) as string,
          corrected: expect.stringMatching(/^LP-/) as string,
          rejected: expect.stringMatching(/^LP-/) as string,
        },
      });
      const stepsOf = async (matter: string) => {
        const summaries = (await casesOf(demo)).filter((found) => found.matter === matter);
        const details = await Promise.all(summaries.map(({ caseId }) => caseOf(demo, caseId)));
        return details.map(({ steps }) => steps.map(({ to, displayName }) => `${displayName} ${to}`).join(', ')).sort();
      };
      expect(await stepsOf('parking')).toEqual([
        '李审核 in_review, 李审核 confirmed, 李审核 transferred, 陈警官 accepted',
        '李审核 in_review, 李审核 rejected',
      ]);
      expect(await stepsOf('stall')).toEqual(['李审核 in_review, 李审核 corrected']);
      // What the reviewer made of it is on the box, for the operator who looks why it came.
      const cookie = await signInAtBox(demo);
      await until('the verdicts on the box', 60_000, async () => {
        const answer = await fetch(`${demo.gatewayUrl}/api/console/v1/leads`, { headers: { cookie } });
        const { leads } = FoundVerdicts.parse(await answer.json());
        const said = leads.map(({ verdict, reason }) => `${verdict ?? ''} ${reason ?? ''}`);
        return said.includes('rejected outside-area') && said.includes('confirmed ') ? true : null;
      });

      // Offline, with nothing but the packages and the keys.
      const verify = [repositoryFile('cloud-api/dist/verification/main.js'), directory];
      const keys = ['--keys', join(directory, 'keys.json'), '--json'];
      expect(await promisify(execFile)(process.execPath, [...verify, ...keys])).toMatchObject({ stderr: '' });
      expect(readdirSync(directory).filter((name) => name.endsWith('.zip'))).toHaveLength(6);
    },
  );

  for (const screen of SCREENS) {
    const { name } = screen;
    test.skipIf(missingBrowser !== null)(
      `on the ${name}'s screen, cases of all four kinds come by themselves, and one opens with its pictures and time line${missingBrowser === null ? '' : ` (${missingBrowser})`}`,
      { timeout: 500_000 },
      async ({ expect }) => {
        if (browser === null) throw new Error('there is no browser');
        const context = await openContext(browser, screen);
        const page = await context.newPage();
        const faults = listFaults(page);
        await page.goto(demo.cloudUrl);
        await keep(page, `${name}-1-sign-in`);
        const supervisor = demo.people.find(({ loginName }) => loginName === 'supervisor');
        await page.locator('#loginName').fill('supervisor');
        await page.locator('#password').fill('not the password at all');
        await page.keyboard.press('Enter');
        await page.locator('[role=alert]').first().waitFor();
        await page.locator('#password').fill(supervisor?.password ?? '');
        await page.keyboard.press('Enter');
        await page.locator('.inbox').waitFor();
        // Settled ones too: the town's people work on three of them meanwhile.
        const states = page.locator('.inbox select').nth(1);
        await states.selectOption({ index: (await states.locator('option').count()) - 1 });

        // Without a reload: the page looks for new cases itself.
        for (const kind of ['dust', 'burning', 'parking', 'stall'])
          await page.locator(`.row .matter.${kind}`).first().waitFor({ timeout: CASES_TIMEOUT_MS });
        // Two monitors tell of dust, and each has a case of its own.
        await expect
          .poll(() => loadedPictures(page, '.case-list'), { timeout: CASES_TIMEOUT_MS })
          .toEqual({ shown: 6, loaded: 6 });
        await keep(page, `${name}-2-list`);

        const parked = page.locator('.row', { has: page.locator('.matter.parking') }).first();
        await (name === 'office' ? parked.dblclick() : parked.click());
        await page.locator('.case-page').waitFor();
        await expect.poll(async () => (await loadedPictures(page, '.pictures')).loaded).toBeGreaterThanOrEqual(3);
        expect(await page.locator('.case-page').textContent()).toContain('09 009');
        await keep(page, `${name}-3-parking`);
        // Nothing reaches beyond the screen's edge.
        expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
        // The one password that was wrong.
        expect(faults).toEqual([]);
        await context.close();
      },
    );
  }
});
