import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { repositoryFile } from '@lamppost/device-sim';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBarriers, listFaults, missingBrowser, SCREENS, startBrowser } from './browser.js';
import { OPERATOR, type OperatorBox, openConsole, signIn, startOperatorBox } from './operator-box.js';
import { missingPeer } from './peers.js';

const SCENARIO = `name: one-pole
description: A car that stays at the kerb, and a monitor in dust.
cameras:
  - id: street-cam
    deviceCode: '31011500081320000001'
    bearingDeg: 85
    place: { lng: 121.5447, lat: 31.2215, name: 民生路 100 号东侧路缘 }
    scene:
      background: street
      actors:
        - { draw: car, paint: red, scale: 0.95, path: [{ at: 0, x: 0.5, y: 0.68 }] }
        - { draw: car, paint: silver, scale: 1.05, everySeconds: 11, path: [{ at: -8, x: 1.25, y: 0.835 }, { at: -1, x: -0.25, y: 0.835 }] }
monitors:
  - id: dust-01
    protocol: json
    place: { lng: 121.5534, lat: 31.2251, name: 张杨路工地 2 号门 }
    intervalSeconds: 1
    factors:
      a34001: { noise: 60, values: [{ at: 0, value: 1650 }] }
      a34002: { noise: 25, values: [{ at: 0, value: 620 }] }
      a01002: { noise: 0.5, values: [{ at: 0, value: 46 }] }
truth: { nothingElse: true, findings: [] }
`;
const RULES = `schema: lamppost.rules/1
version: spring
zones:
  - { id: kerb, name: 民生路东侧路缘, camera: street-cam, polygon: [[0, 0.5], [1, 0.5], [1, 0.78], [0, 0.78]] }
rules:
  - { id: parked-at-kerb, matter: parking, severity: 3, zone: kerb, forSeconds: 10 }
  - { id: site-dust, matter: dust, severity: 4, sensor: dust-01, factor: a34001, windowSeconds: 10, limit: 1000 }
`;
const CONFIG = {
  looksPerSecond: 4,
  sensors: [{ id: 'dust-01', place: { lng: 121.5534, lat: 31.2251, name: '张杨路工地 2 号门' } }],
};

/** What reaches beyond the right edge of the screen and is cut off by nothing. */
const BEYOND_EDGE = `document.documentElement.scrollWidth <= window.innerWidth ? [] : Array.from(document.querySelectorAll('#page *'))
  .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
  .map((element) => element.tagName + '.' + element.className)`;

/** Status with which a socket of the live picture is answered that is opened with these headers; 101 lets it in. */
async function knock(
  { url, directory }: OperatorBox,
  headers: Readonly<Record<string, string>>,
): Promise<number | undefined> {
  const asked = request(`${url}/api/console/v1/cameras/street-cam/live`, {
    ca: readFileSync(join(directory, 'box.crt')),
    headers: {
      ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
      ...headers,
    },
  });
  asked.end();
  return new Promise((resolve, reject) => {
    asked.on('error', reject);
    asked.on('response', ({ statusCode }) => {
      resolve(statusCode);
      asked.destroy();
    });
    asked.on('upgrade', ({ statusCode }, socket) => {
      resolve(statusCode);
      socket.destroy();
    });
  });
}

/**
 * How far the pixels of an element lie apart (standard deviation, 0 to 127), without what is drawn over it. What moves all the time has it taken from the
 * page: Playwright would wait for an element to stand still.
 */
async function spreadOf(page: Page, selector: string, over: string): Promise<number> {
  const clip = await page.locator(selector).boundingBox();
  if (clip === null) throw new Error(`${selector} is not seen`);
  const setSeen = async (seen: 'hidden' | 'visible') =>
    page.evaluate(`document.querySelector('${over}').style.visibility = '${seen}'`);
  await setSeen('hidden');
  const { channels } = await sharp(await page.screenshot({ clip, caret: 'initial' })).stats();
  await setSeen('visible');
  return Math.max(...channels.map(({ stdev }) => stdev));
}

/** How long a page may take until what it shows is at rest, on a busy machine. */
const SETTLED = { timeout: 30_000 };

const missing = missingBrowser ?? missingPeer({ commands: ['openssl'] });

describe.skipIf(missing !== null)(`the operators' page${missing === null ? '' : ` (${missing})`}`, () => {
  let box: OperatorBox;
  let browser: Browser;
  const pages = new Map<string, { page: Page; faults: string[] }>();
  /** One page for each screen, signed in once. */
  const open = async (screen: (typeof SCREENS)[number]) => {
    const known = pages.get(screen.name);
    if (known !== undefined) return known;
    const opened = await openConsole(browser, box, screen, pages.size === 0);
    pages.set(screen.name, opened);
    return opened;
  };
  const go = async (page: Page, place: string) => {
    await page.goto(`${box.url}/#${place}`);
  };
  beforeAll(async () => {
    const started = await Promise.all([
      startOperatorBox({ scenario: SCENARIO, rules: RULES, config: CONFIG, hasTls: true }),
      startBrowser(),
    ]);
    if (started[1] === null) throw new Error('there is no browser');
    [box, browser] = [started[0], started[1]];
  });
  afterAll(async () => {
    await browser.close();
    await box.stop();
  });

  test('who has no password is refused, and a one-time password opens nothing but the choice of another', async () => {
    const page = await browser.newPage({ locale: 'en-GB', ignoreHTTPSErrors: true });
    const faults = listFaults(page);
    await page.goto(box.url);
    await page.locator('#name').fill(OPERATOR.name);
    await page.locator('#password').fill('not the password');
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('Name or password is wrong');
    await page.locator('#password').fill(box.oneTimePassword);
    await page.keyboard.press('Enter');
    await page.locator('#current').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.locator('nav').count()).toBe(0);
    expect((await page.request.get(`${box.url}/api/console/v1/wall`)).status()).toBe(403);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test.each(SCREENS)('the wall on the $name shows every device, and what goes on', async (screen) => {
    const { page, faults } = await open(screen);
    await go(page, '/');
    await page.locator('.camera-card img').waitFor();
    await page.locator('.camera-card .open-mark').waitFor({ timeout: 60_000 });
    await page.locator('.open-list .matter.parking').waitFor();
    await page.locator('.open-list .matter.dust').waitFor({ timeout: 60_000 });
    expect(await page.locator('.sensor-card').textContent()).toContain('PM10');
    // The box was never enrolled: it is said, with what to do.
    expect(await page.locator('.faults').textContent()).toContain('LAMPPOST_ENROLMENT_CODE');
    expect(await page.locator('.box-facts').textContent()).toContain('spring');
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate(BEYOND_EDGE)).toEqual([]);
    expect(faults).toEqual([]);
  });

  test.each(SCREENS)(
    'a live picture is painted on the $name, with the standing car framed and its clock running',
    async (screen) => {
      const { page, faults } = await open(screen);
      const [socket] = await Promise.all([page.waitForEvent('websocket'), go(page, '/cameras/street-cam')]);
      expect(socket.url()).toMatch(/^wss:/);
      await page.locator('canvas[data-painted]').waitFor();
      await page.locator('.live-state').waitFor({ state: 'detached' });
      const row = page.locator('.live-columns tbody tr').first();
      await row.waitFor({ timeout: 30_000 });
      const clock = row.locator('td').nth(1);
      const before = await clock.textContent();
      await expect.poll(() => clock.textContent(), { timeout: 30_000 }).not.toBe(before);
      // A picture is not of one colour, whatever is drawn over it.
      await expect.poll(() => spreadOf(page, '.live-picture', '.live-overlay'), SETTLED).toBeGreaterThan(20);
      const drawn = await page.evaluate(
        `(() => {
          const canvas = document.querySelector('.live-overlay');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          return data.reduce((sum, value, at) => sum + (at % 4 === 3 && value > 0 ? 1 : 0), 0);
        })()`,
      );
      expect(Number(drawn)).toBeGreaterThan(500);
      expect(await findBarriers(page)).toEqual([]);
      expect(await page.evaluate(BEYOND_EDGE)).toEqual([]);
      expect(faults).toEqual([]);
      expect(readFileSync(join(box.directory, 'gateway.log'), 'utf8')).toContain('"msg":"live view opened"');
    },
  );

  test('a live picture opens to the page of a signed-in operator alone, and its encoder ends with the last viewer', async () => {
    const { page } = await open(SCREENS[0]);
    const [session] = await page.context().cookies();
    expect(session).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Strict' });
    const cookie = `${session?.name ?? ''}=${session?.value ?? ''}`;
    const origin = box.url;
    expect(await knock(box, { origin })).toBe(401);
    expect(await knock(box, { cookie })).toBe(403);
    expect(await knock(box, { cookie, origin: 'https://evil.test' })).toBe(403);
    expect(await knock(box, { cookie, origin })).toBe(101);
    for (const { page: each } of pages.values()) await go(each, '/');
    const isWatched = () => readFileSync(join(box.directory, 'gateway.log'), 'utf8').split('live view').length;
    await expect.poll(isWatched, { timeout: 30_000 }).toSatisfy((parts: number) => parts % 2 === 1);
  });

  test('an area is bent over the moving picture', async () => {
    const { page } = await open(SCREENS[0]);
    await go(page, '/rules/zones/street-cam/kerb');
    await page.locator('.zone-heading .ant-segmented-item').nth(1).click();
    await page.locator('.zone-ground canvas[data-painted]').waitFor();
    await page.locator('.zone-ground .live-state').waitFor({ state: 'detached' });
    await expect.poll(() => spreadOf(page, '.zone-ground canvas', '.zone-canvas'), SETTLED).toBeGreaterThan(20);
    // Its upper corners stand at the edges of the picture.
    const edgesOf = async (selector: string) => {
      const { x, width } = (await page.locator(selector).boundingBox()) ?? { x: 0, width: 0 };
      return [x, x + width];
    };
    const distances = async () => {
      const under = await edgesOf('.zone-ground');
      const corners = await Promise.all([0, 1].map((corner) => edgesOf(`[data-corner='${corner}']`)));
      return corners.map(([left = 0, right = 0], at) => Math.round((left + right) / 2 - (under[at] ?? NaN)));
    };
    await expect.poll(async () => (await distances()).every((distance) => distance === 0), SETTLED).toBe(true);
    await page.locator("[data-corner='0']").focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.locator("[data-corner='0'][aria-label*='0.050']").waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  test.each(SCREENS)('dust is held against its limit on the $name, with the figures in a table', async (screen) => {
    const { page, faults } = await open(screen);
    await go(page, '/dust');
    await page.locator('.chart svg').waitFor();
    await page.locator('.plain-table .ant-tag').first().waitFor({ timeout: 30_000 });
    expect(await page.locator('.chart svg').textContent()).toContain('site-dust');
    await page.locator('.ant-segmented-item').nth(1).click();
    await expect.poll(() => page.locator('.chart svg').count()).toBe(1);
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate(BEYOND_EDGE)).toEqual([]);
    expect(faults).toEqual([]);
  });

  test.each(SCREENS)('the models tell what they are on the $name, and look at a picture', async (screen) => {
    const { page, faults } = await open(screen);
    await go(page, '/models');
    await page.locator('.model-grid .ant-card').first().waitFor();
    const still = await page.request.get(`${box.url}/api/console/v1/cameras/street-cam/still`);
    expect(still.headers()['content-type']).toBe('image/jpeg');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'still.jpg', mimeType: 'image/jpeg', buffer: await still.body() });
    await page.locator('.try-marks rect').first().waitFor({ timeout: 30_000 });
    await page.locator('input[type=file]').setInputFiles({
      name: 'words.jpg',
      mimeType: 'image/jpeg',
      buffer: readFileSync(repositoryFile('package.json')),
    });
    await page.getByRole('alert').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate(BEYOND_EDGE)).toEqual([]);
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
  });

  test('a gateway that restarts is waited for, and leads through the sign-in back to where one was', async () => {
    const [wall, live] = [await open(SCREENS[0]), await open(SCREENS[1])].map(({ page }) => page);
    if (wall === undefined || live === undefined) throw new Error('there are two screens');
    await go(wall, '/');
    await go(live, '/cameras/street-cam');
    await live.locator('canvas[data-painted]').waitFor();
    await box.restart(async () => {
      for (const page of [wall, live]) await page.locator('.box-lost').waitFor({ timeout: 30_000 });
      expect(await live.locator('.live-state').textContent()).toContain('connecting again');
      expect(await wall.locator('.camera-card').count()).toBe(1);
    });
    for (const page of [wall, live]) {
      await page.locator('.sign-in-form').waitFor({ timeout: 30_000 });
      expect(await page.locator('.sign-in').getByRole('status').count()).toBe(1);
      await signIn(page);
    }
    await wall.locator('.camera-card').waitFor();
    expect(await wall.locator('.box-lost').count()).toBe(0);
    await live.locator('canvas[data-painted]').waitFor({ timeout: 30_000 });
  });

  test('a removed operator is out at once, and without one there is no console', async () => {
    const { page } = await open(SCREENS[0]);
    await go(page, '/');
    box.operator('remove', OPERATOR.name);
    await page.reload();
    expect(await page.locator('body').textContent()).toContain('npm run operator -- add NAME');
  });
});
