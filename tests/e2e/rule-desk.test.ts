import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { GatewayStatus } from '@lamppost/contracts';
import { readEventBatches } from '@lamppost/gateway';
import { writeMadeLog } from '@lamppost/gateway/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBarriers, missingBrowser, SCREENS, startBrowser } from './browser.js';
import { type OperatorBox, openConsole, startOperatorBox } from './operator-box.js';
import { until } from './until.js';

/** The zone reaches over marked bays on its left, where cars may stand. */
const RULES = `# 路口规则
schema: lamppost.rules/1
zones:
  - id: kerb
    name: 民生路禁停段
    camera: gate
    # 边界以路缘为准
    polygon: [[0.0, 0.4], [1.0, 0.4], [1.0, 0.8], [0.0, 0.8]]
rules:
  - id: parked # 违停
    matter: parking
    severity: 3
    zone: kerb
    forSeconds: 100
`;
const DAY_MS = 86_400_000;
const BAY = { x1: 0.05, y1: 0.5, x2: 0.175, y2: 0.625 };
const STRIP = { x1: 0.6, y1: 0.5, x2: 0.725, y2: 0.625 };
/** Two cars in a bay, and three where none may stand. */
const STAYS = [BAY, STRIP, STRIP, BAY, STRIP].map((box, index) => ({
  fromSecond: 60 + index * 300,
  seconds: 200,
  box,
}));

/** What reaches beyond the right edge of the screen and is cut off by nothing. */
const BEYOND_EDGE = `document.documentElement.scrollWidth <= window.innerWidth ? [] : Array.from(document.querySelectorAll('#page *'))
  .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
  .map((element) => element.tagName + '.' + element.className)`;

interface Labelled {
  readonly violationId: string;
  readonly verdict: 'confirmed' | 'rejected';
  readonly reason?: string;
}

/** The part of the cloud that tells a gateway what reviewers made of its leads. */
async function startVerdicts(verdicts: readonly Labelled[]): Promise<Server> {
  const server = createServer((request, response) => {
    const isAsked = request.url?.startsWith('/api/v1/gateways/verdicts') === true;
    response.writeHead(isAsked ? 200 : 503, { 'content-type': 'application/json' });
    response.end(isAsked ? JSON.stringify(verdicts) : '{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe.skipIf(missingBrowser !== null)(
  `the rule desk${missingBrowser === null ? '' : ` (${missingBrowser})`}`,
  () => {
    const verdicts: Labelled[] = [];
    let cloud: Server;
    let box: OperatorBox;
    let browser: Browser | null = null;
    beforeAll(async () => {
      cloud = await startVerdicts(verdicts);
      // Yesterday at ten in Shanghai: all of it lies within one day there.
      const startMs = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS + 7_200_000;
      const prepare = async (dataDirectory: string) => {
        const directory = join(dataDirectory, 'event-log');
        await writeMadeLog({ directory, rules: RULES, startMs, seconds: 1_600, stays: STAYS });
        for await (const events of readEventBatches(directory))
          for (const event of events) {
            if (event.kind !== 'outcome') continue;
            const { violationId, subject } = event.outcome.violation;
            const isFalse = (subject?.box.x1 ?? 1) < 0.3;
            verdicts.push(
              isFalse
                ? { violationId, verdict: 'rejected', reason: 'outside-area' }
                : { violationId, verdict: 'confirmed' },
            );
          }
      };
      const { port } = cloud.address() as AddressInfo;
      const config = { cloud: { url: `http://127.0.0.1:${port}` }, fleet: { pollSeconds: 5 } };
      const scenario =
        'name: quiet\ndescription: Nothing happens.\ncameras: []\nmonitors: []\ntruth: { nothingElse: true, findings: [] }\n';
      [box, browser] = await Promise.all([
        startOperatorBox({ scenario, rules: RULES, config, prepare }),
        startBrowser(),
      ]);
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      await box.stop();
      cloud.close();
    });

    const open = async (screen: (typeof SCREENS)[number], isFirst = false) => {
      if (browser === null) throw new Error('there is no browser');
      return openConsole(browser, box, screen, isFirst);
    };
    const go = async (page: Page, place: string, part: string) => {
      await page.goto(`${box.url}/#${place}`);
      await page.locator(part).first().waitFor();
    };
    const ruleFile = () => readFileSync(join(box.directory, 'rules.yaml'), 'utf8');
    const liveHash = async (): Promise<string | null> => {
      const status = GatewayStatus.parse(await (await fetch(`${box.url}/status`)).json());
      return status.state === 'offline' ? null : (status.rules?.sha256 ?? null);
    };

    test(
      'from a false lead to rules without it: why, a corner by keyboard, proof, publication, and the way back',
      { timeout: 90_000 },
      async () => {
        const { page, faults } = await open(SCREENS[0], true);
        const before = await liveHash();
        // Why it came: the reviewer's reason, the rule and its numbers.
        await go(page, '/leads', '.lead-card');
        await page.locator('.verdict.rejected').first().waitFor();
        await page.locator('.page > .ant-alert a').click();
        await page.locator('.lead-side', { hasText: '不在管控区域或者时段' }).waitFor();
        expect(await page.locator('.conditions').textContent()).toContain('静止停留');
        // The zone on the picture: its left edge is moved off the bays, by keyboard alone.
        await page.locator('.next-steps a').first().click();
        for (const corner of [0, 3]) {
          await page.locator(`[data-corner='${corner}']`).focus();
          for (let press = 0; press < 5; press += 1) await page.keyboard.press('Shift+ArrowRight');
          await page.locator(`[data-corner='${corner}'][aria-label*='0.250']`).waitFor();
        }
        await page.locator('.draft-state', { hasText: '1 处改动' }).waitFor();
        // Undone and done again, as in any editor.
        await page.keyboard.press('Control+z');
        await page.locator("[data-corner='3'][aria-label*='x 0.000']").waitFor();
        await page.keyboard.press('Control+y');
        await page.locator("[data-corner='3'][aria-label*='x 0.250']").waitFor();
        // Proof: on that day the false ones go, and the true ones stay.
        await page.locator('.draft-bar a', { hasText: '回测草稿' }).click();
        await page.locator('button', { hasText: '回测草稿' }).click();
        await page
          .locator('.backtest-summary', { hasText: '相同 3 起，少了 2 起，多了 0 起' })
          .waitFor({ timeout: 30_000 });
        expect(await page.locator('.backtest-summary').textContent()).toContain('2 起审核员认定的误报，没有一起属实的');
        const rows = async (side: string) => page.locator(`tr[data-side='${side}'] .verdict`).allTextContents();
        expect(await rows('gone')).toEqual(['误报', '误报']);
        expect(await rows('same')).toEqual(['属实', '属实', '属实']);
        // The effect of one threshold: with 300 s nothing would be found, for no car stayed so long.
        await page.locator('button', { hasText: '画曲线' }).click();
        await page.locator('.curve-table tr', { hasText: /^300 ?00/ }).waitFor({ timeout: 30_000 });
        expect(await page.locator('.curve svg').count()).toBe(1);
        // Publication, with its reason.
        await page.locator('.draft-bar button', { hasText: '发布' }).click();
        await page.locator('.publish-dialog .ant-alert-success').waitFor();
        await page.locator('.publish-dialog textarea').fill('禁停段误含路边泊位');
        await page.locator('.publish-dialog .ant-btn-primary').click();
        await page.locator('.draft-state', { hasText: '与现行规则一致' }).waitFor();
        await until('the gateway to judge by the new rules', 10_000, async () =>
          (await liveHash()) === before ? null : true,
        );
        const published = ruleFile();
        expect(published).toBe(RULES.replace('[[0.0, 0.4]', '[[0.25, 0.4]').replace('[0.0, 0.8]]', '[0.25, 0.8]]'));
        // The publication leads to who changed what, and from there back.
        await page.locator('.versions li').first().waitFor();
        const [newest] = await page.locator('.versions li').allTextContents();
        expect(newest).toMatch(/li.*禁停段误含路边泊位.*民生路禁停段/s);
        expect(await page.locator('.outline-change polygon').count()).toBe(2);
        await page.locator('.versions li button').first().click();
        await page.locator('.publish-dialog textarea').fill('泊位已取消');
        await page.locator('.publish-dialog .ant-btn-primary').click();
        await page.locator('.versions li', { hasText: '回退到第 1 版' }).waitFor();
        expect(ruleFile()).toBe(RULES);
        expect(await liveHash()).toBe(before);
        expect(faults).toEqual([]);
        await page.context().close();
      },
    );

    test('a second operator who was slower is told, and changes nothing', { timeout: 60_000 }, async () => {
      const { page } = await open(SCREENS[0]);
      await go(page, '/rules', '.rule-form');
      await page.getByLabel('持续时间（秒）').first().fill('240');
      await page.keyboard.press('Enter');
      await page.locator('.draft-state', { hasText: '1 处改动' }).waitFor();
      await page.locator('.draft-bar button', { hasText: '发布' }).click();
      await page.locator('.publish-dialog textarea').fill('短停不算');
      // Meanwhile somebody else publishes from another page.
      const status = await page.evaluate<number>(`(async () => {
      const { etag, text } = await (await fetch('/api/console/v1/rules')).json();
      const body = JSON.stringify({ text: text.replace('severity: 3', 'severity: 4'), reason: '加重' });
      const headers = { 'content-type': 'application/json', 'if-match': '"' + etag + '"' };
      return (await fetch('/api/console/v1/rules/versions', { method: 'POST', headers, body })).status;
    })()`);
      expect(status).toBe(200);
      await page.locator('.publish-dialog .ant-btn-primary').click();
      await page.locator('.publish-dialog .ant-alert-error', { hasText: '先您一步' }).waitFor();
      expect(ruleFile()).toContain('severity: 4');
      expect(ruleFile()).toContain('forSeconds: 100');
      await page.context().close();
    });

    test.each(SCREENS)(
      'its pages on the $name break nothing of WCAG 2.2 AA that axe finds',
      { timeout: 90_000 },
      async (screen) => {
        const { page, faults } = await open(screen);
        const [lead] = verdicts;
        const places = [
          ['/leads', '.lead-card'],
          [`/leads/${lead?.violationId ?? ''}`, '.conditions'],
          ['/rules/zones/gate/kerb', '.corner-table'],
          ['/rules', '.rule-form'],
          ['/rules/yaml', '.cm-content'],
          ['/rules/history', '.versions li'],
          ['/backtest', '.controls'],
        ] as const;
        for (const [place, part] of places) {
          await go(page, place, part);
          expect({ place, barriers: await findBarriers(page) }).toEqual({ place, barriers: [] });
          // Nothing reaches beyond the screen's edge.
          expect({ place, beyond: await page.evaluate(BEYOND_EDGE) }).toEqual({ place, beyond: [] });
        }
        // A still or a picture that is gone is answered with 404, which the page says in words.
        expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
        await page.context().close();
      },
    );
  },
);
