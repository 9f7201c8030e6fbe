import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Product, fourKinds, startProduct } from '@lamppost/device-sim';
import { type Browser, type Page, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { missingPeer } from '../e2e/peers.js';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const SCREENS = [
  { name: 'office', width: 1366, height: 768, colorScheme: 'light' },
  { name: 'phone', width: 390, height: 844, colorScheme: 'dark' },
] as const;
const CASES_TIMEOUT_MS = 120_000;

const missing = missingPeer({ commands: ['chromium'] });
/** Set LAMPPOST_SCREENSHOTS to a folder to keep what the page looked like. */
const screenshots = process.env.LAMPPOST_SCREENSHOTS;

let directory = '';
let product: Product;
let browser: Browser;
beforeAll(async () => {
  if (missing !== null) return;
  directory = mkdtempSync(join(tmpdir(), 'console-'));
  product = await startProduct({
    ...fourKinds(),
    directory,
    cloudPort: 0,
    cloudEnv: {},
    cloudUrlForGateway: (url) => Promise.resolve(url),
    broker: null,
  });
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
}, 120_000);
afterAll(async () => {
  if (missing !== null) return;
  await browser.close();
  await product.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function keep(page: Page, name: string): Promise<void> {
  if (screenshots === undefined) return;
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

/** How many pictures the page has loaded, of those it shows. */
async function loadedPictures(page: Page): Promise<{ shown: number; loaded: number }> {
  const widths = await page
    .locator('main img')
    .evaluateAll((images) => images.map((image) => Number(Reflect.get(image, 'naturalWidth'))));
  return { shown: widths.length, loaded: widths.filter((width) => width > 0).length };
}

for (const { name, width, height, colorScheme } of SCREENS) {
  test.skipIf(missing !== null)(
    `on the ${name}'s screen, cases of all four kinds come by themselves, and one opens with its pictures and time line${missing === null ? '' : ` (${missing})`}`,
    { timeout: 240_000 },
    async () => {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: 'zh-CN' });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().includes('401')) faults.push(message.text());
      });
      await page.goto(product.cloudUrl);
      await keep(page, `${name}-1-sign-in`);
      await page.locator('#access-code').fill('not the code at all');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator('[role=alert]').textContent()).not.toBe('');
      await page.locator('#access-code').fill(product.accessCode);
      await page.keyboard.press('Enter');
      await page.locator('.list').waitFor();

      // Without a reload: the page looks for new cases itself.
      for (const kind of ['dust', 'burning', 'parking', 'stall']) {
        await page.locator(`.card .matter.${kind}`).first().waitFor({ timeout: CASES_TIMEOUT_MS });
      }
      // Two monitors tell of dust, and each has a case of its own.
      await expect.poll(() => loadedPictures(page), { timeout: CASES_TIMEOUT_MS }).toEqual({ shown: 5, loaded: 5 });
      await keep(page, `${name}-2-list`);

      await page.locator('.card', { has: page.locator('.matter.parking') }).click();
      await page.locator('.card').first().waitFor({ state: 'detached' });
      await expect.poll(async () => (await loadedPictures(page)).loaded).toBeGreaterThanOrEqual(3);
      expect(await page.locator('main').textContent()).toContain('09 009');
      await keep(page, `${name}-3-parking`);
      // Nothing reaches beyond the screen's edge.
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      expect(faults).toEqual([]);
      await context.close();
    },
  );
}
