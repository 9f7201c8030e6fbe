import { createHash } from 'node:crypto';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { type TestDesk, readReceipt, startTestDesk, uploadPackage, writePackage } from '@lamppost/cloud-api/testing';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBarriers, missingBrowser, SCREENS, startBrowser } from './browser.js';
import { openDeskPage, signInByCode } from './desk-page.js';

const CASES = 60;
const MATTERS = ['parking', 'dust', 'stall', 'burning'] as const;
/** What is pressed for each case in turn, and what must come of it. */
const MOVES = [
  { keys: ['c'], steps: ['begin-review', 'confirm'] },
  { keys: ['r', '1'], steps: ['begin-review', 'reject'] },
  { keys: ['c'], steps: ['begin-review', 'confirm'] },
  { keys: ['t', '1'], steps: ['begin-review', 'confirm', 'transfer'] },
] as const;

/** What reaches beyond the right edge of the screen and is cut off by nothing. */
const BEYOND_EDGE = `document.documentElement.scrollWidth <= window.innerWidth ? [] : Array.from(document.querySelectorAll('#page *'))
  .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
  .map((element) => element.tagName + '.' + element.className)`;

/** Whether the row of the case that is looked at stands in the part of the list that is seen. */
const SELECTED_IN_SIGHT = `(() => {
  const list = document.querySelector('.case-list').getBoundingClientRect();
  const row = document.querySelector('.row.selected')?.getBoundingClientRect();
  return row !== undefined && row.top >= list.top - 1 && row.bottom <= list.bottom + 1;
})()`;

describe.skipIf(missingBrowser !== null)(
  `the reviewers' page${missingBrowser === null ? '' : ` (${missingBrowser})`}`,
  () => {
    let desk: TestDesk;
    let browser: Browser | null = null;
    beforeAll(async () => {
      [desk, browser] = await Promise.all([startTestDesk(), startBrowser()]);
      await desk.addBureaus('chengguan', 'traffic-police');
      for (let n = 0; n < CASES; n += 1)
        await desk.open({ sourceId: `camera-${n}`, matter: MATTERS[n % MATTERS.length] ?? 'parking' });
    });
    afterAll(async () => {
      await browser?.close();
      await desk.close();
    });

    const signIn = async (screen: (typeof SCREENS)[number]) => {
      const opened = await openDeskPage(browser, desk.cloud.url, screen);
      await signInByCode(opened.page);
      await opened.page.locator('.case-list').waitFor();
      return opened;
    };

    test.each(SCREENS)('list and case on the $name break nothing of WCAG 2.2 AA that axe finds', async (screen) => {
      const signedOut = await openDeskPage(browser, desk.cloud.url, screen);
      await signedOut.page.locator('button.ant-btn-link').click();
      expect(await findBarriers(signedOut.page)).toEqual([]);
      await signedOut.page.context().close();
      const { page, faults } = await signIn(screen);
      await page.locator('.row').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await (screen.name === 'office' ? page.keyboard.press('Enter') : page.locator('.row').first().click());
      await page.locator('.case-page').waitFor();
      await page
        .locator('.case-page .ant-collapse-header', {
          hasText: screen.locale === 'zh-CN' ? '文件与摘要' : 'Files and digests',
        })
        .click();
      await page.locator('.case-page .ant-collapse .plain-table tbody tr').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      // Nothing reaches beyond the screen's edge.
      expect(await page.evaluate(BEYOND_EDGE)).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    });

    test(`${CASES} cases are reviewed by keyboard, each verdict once`, async () => {
      const { page, faults } = await signIn(SCREENS[0]);
      const shown = page.locator('.preview code');
      const given = new Map<string, readonly string[]>();
      for (let n = 0; n < CASES; n += 1) {
        await shown.waitFor();
        const caseId = (await shown.textContent()) ?? '';
        expect(given.has(caseId)).toBe(false);
        const { keys, steps } = MOVES[n % MOVES.length] ?? MOVES[0];
        given.set(caseId, steps);
        for (const key of keys) {
          if (key === '1') await page.locator('.choices .choice').first().waitFor();
          await page.keyboard.press(key);
        }
        // The next case is there, whether the cloud has answered or not.
        if (n < CASES - 1)
          await page.waitForFunction(`document.querySelector('.preview code')?.textContent !== '${caseId}'`);
      }
      await page.locator('.case-list').waitFor({ state: 'detached' });
      for (const [caseId, steps] of given)
        await expect
          .poll(async () => (await desk.read(caseId)).steps.map(({ step }) => step), { timeout: 60_000 })
          .toEqual(steps);
      expect(given.size).toBe(CASES);
      expect(faults).toEqual([]);
      await page.context().close();
    });

    test('a case is found, confirmed and transferred by keyboard alone', async () => {
      const wanted = await desk.open({ sourceId: 'wanted' });
      await desk.open({ sourceId: 'last' });
      const { page, faults } = await signIn(SCREENS[0]);
      const shown = page.locator('.preview code');
      await shown.waitFor();
      for (let at = await shown.textContent(); at !== wanted; at = await shown.textContent()) {
        await page.keyboard.press('j');
        await page.locator('.preview code', { hasNotText: at ?? '' }).waitFor();
      }
      // The list goes along with the keys.
      expect(await page.evaluate(SELECTED_IN_SIGHT)).toBe(true);
      await page.locator('.preview .review-bar').waitFor();
      await page.keyboard.press('t');
      await page.locator('.choices .choice').first().waitFor();
      await page.keyboard.press('1');
      // Another stands there at once; the steps go on behind it.
      await expect.poll(async () => await shown.textContent()).not.toBe(wanted);
      await expect
        .poll(async () => (await desk.read(wanted)).steps.map(({ step }) => step), { timeout: 10_000 })
        .toEqual(['begin-review', 'confirm', 'transfer']);
      expect(faults).toEqual([]);
      await page.context().close();
    });

    test.each(SCREENS)('a case is merged into one near by on the $name with two keys', async (screen) => {
      const atMs = Date.parse('2026-03-01T08:00:00Z') + SCREENS.indexOf(screen) * 10 * 86_400_000;
      const into = await desk.open({ sourceId: 'north', atMs });
      const caseId = await desk.open({ sourceId: 'south', atMs: atMs + 3_600_000 });
      const { page, faults } = await signIn(screen);
      await page.goto(`${desk.cloud.url}/#/cases/${caseId}`);
      await page.locator('.case-page .review-bar button').first().waitFor();
      await page.keyboard.press('m');
      await page.locator('.choice .thumbnail').first().waitFor();
      expect(await page.locator('.choice .thumbnail').count()).toBe(1);
      expect(await findBarriers(page)).toEqual([]);
      expect(await page.evaluate(BEYOND_EDGE)).toEqual([]);
      await page.keyboard.press('1');
      await expect.poll(async () => (await desk.read(caseId)).mergedInto, { timeout: 20_000 }).toBe(into);
      expect(faults).toEqual([]);
      await page.context().close();
    });

    test('no lead is said to be missing where the cloud was not asked', async () => {
      const caseId = await desk.open({ sourceId: 'unasked' });
      const { page } = await signIn(SCREENS[1]);
      await page.route('**/merge-targets', async (route) => {
        await route.abort();
      });
      await page.goto(`${desk.cloud.url}/#/cases/${caseId}`);
      await page.locator('.case-page .review-bar button').first().waitFor();
      await page.keyboard.press('m');
      await page.locator('.ant-modal .ant-alert-error').waitFor();
      expect(await page.locator('.ant-modal').textContent()).not.toContain('No lead near by');
      // Who knows the ID may go on.
      await page.locator('.ant-modal input').waitFor();
      await page.context().close();
    });

    test('a picture whose file is lost is told in words, and is there when the file is back', async () => {
      const picture = await sharp({ create: { width: 64, height: 36, channels: 3, background: '#406080' } })
        .jpeg()
        .toBuffer();
      const gateway = await desk.cloud.enrol('pole-lost');
      const files = { 'media/masked-1.jpg': picture, 'media/readings.json': Buffer.from('{}') };
      const sent = await writePackage(join(desk.cloud.folder, 'lost.zip'), gateway, { sequence: 1, files });
      await uploadPackage(desk.cloud.url, gateway, sent);
      const { caseId } = (await readReceipt(desk.cloud.url, gateway, sent.digest)).receipt;
      const sha256 = createHash('sha256').update(picture).digest('hex');
      const kept = join(desk.cloud.dataFolder, 'evidence', 'sha256', sha256.slice(0, 2), sha256);
      const away = join(desk.cloud.folder, 'away.jpg');
      renameSync(kept, away);
      const { page } = await signIn(SCREENS[1]);
      const inList = page.locator('.row .thumbnail.none', { hasText: 'cannot be opened' });
      // What came last is due last.
      const scrolled = async () => {
        await page.evaluate("document.querySelector('.case-list').scrollTop = 1e6");
        return await inList.count();
      };
      await expect.poll(scrolled).toBe(1);
      await page.goto(`${desk.cloud.url}/#/cases/${caseId}`);
      const lost = page.locator('.picture-lost');
      await lost.waitFor();
      expect(await lost.textContent()).toContain('missing on the server');
      renameSync(away, kept);
      await lost.locator('button').click();
      const width = async () => await page.evaluate("document.querySelector('.frame img')?.naturalWidth ?? 0");
      await expect.poll(width).toBe(64);
      await page.context().close();
    });

    test('who was slower is told, and nothing of theirs happens', async () => {
      const caseId = await desk.open({ sourceId: 'contested' });
      const { page } = await signIn(SCREENS[0]);
      await page.goto(`${desk.cloud.url}/#/cases/${caseId}`);
      await page.locator('.case-page .review-bar').waitFor();
      await desk.walk(caseId, { step: 'begin-review' }, { step: 'confirm' });
      await page.keyboard.press('c');
      await page.locator('.ant-notification', { hasText: caseId }).waitFor();
      expect((await desk.read(caseId)).steps).toHaveLength(2);
      await page.context().close();
    });

    test('the programs of the first view are less than 300 KB as they are sent', async () => {
      const { page: signedIn } = await signIn(SCREENS[0]);
      const page = await signedIn.context().newPage();
      // The moment at which the list stands there, and a case with what can be done; what comes later comes when the line is free.
      await page.addInitScript(`new MutationObserver((_, observer) => {
        if (document.querySelector('.review-bar') === null) return;
        observer.disconnect();
        window.firstViewAtMs = performance.now();
      }).observe(document, { childList: true, subtree: true })`);
      await page.goto(desk.cloud.url);
      await page.locator('.review-bar').waitFor();
      const programs = await page.evaluate<{ name: string; bytes: number }[]>(
        `performance.getEntriesByType('resource').filter(({ name, startTime }) => name.endsWith('.js') && startTime <= window.firstViewAtMs)
          .map(({ name, encodedBodySize }) => ({ name: name.slice(name.lastIndexOf('/') + 1), bytes: encodedBodySize }))`,
      );
      const bytes = programs.reduce((sum, program) => sum + program.bytes, 0);
      expect(bytes).toBeGreaterThan(50_000);
      expect(bytes, JSON.stringify(programs)).toBeLessThan(300_000);
      await page.context().close();
    });
  },
);
