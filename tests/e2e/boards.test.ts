import { startTestDesk, type TestDesk } from '@lamppost/cloud-api/testing';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBarriers, missingBrowser, SCREENS, startBrowser } from './browser.js';
import { must, openDeskPage, signInByCode } from './desk-page.js';

const PLACE = { lng: 120.155, lat: 30.275 };
const GRID = '330106001001001';
const PASSWORD = 'a long walk through town';

function square(west: number, south: number, size: number) {
  const [east, north] = [west + size, south + size];
  return {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  };
}

describe.skipIf(missingBrowser !== null)(`the boards${missingBrowser === null ? '' : ` (${missingBrowser})`}`, () => {
  let desk: TestDesk;
  let browser: Browser | null = null;
  let disputed = '';
  let confirmed = '';

  beforeAll(async () => {
    [desk, browser] = await Promise.all([startTestDesk(), startBrowser()]);
    const power = (bureauId: string, matterCode: string) => ({
      ...{ areaId: 'old-town', bureauId, matterCode, validFrom: '2020-01-01', validTo: null, legalBasis: '清单' },
    });
    const lists = {
      bureaus: [
        { bureauId: 'chengguan', nameZh: '城管局', nameEn: 'Urban management' },
        { bureauId: 'police', nameZh: '交警大队', nameEn: 'Traffic police' },
      ],
      areas: [{ areaId: 'old-town', name: '老城', geometry: square(120.15, 30.27, 0.01) }],
      grids: [{ grid: GRID, name: '老城一', geometry: square(120.152, 30.272, 0.005) }],
      powers: [power('chengguan', '09 009'), power('police', '09 009'), power('chengguan', '09 006')],
    };
    await must(desk.send('/api/v1/jurisdiction/import', lists));
    await must(
      desk.send('/api/v1/patrols/patrol-1', { name: '一队', bureauId: null, grids: [GRID] }, null, undefined, 'PUT'),
    );
    const camera = {
      ...{ gatewayId: 'pole-001', sourceId: 'camera-1', kind: 'camera', name: '路口枪机', deviceCode: null },
      ...{ place: { ...PLACE, name: '某路' }, bearingDeg: 90, grid: GRID, bureauId: null, areaId: null },
      ...{ model: null, serial: null, mn: null },
    };
    await must(desk.send('/api/v1/devices', camera));
    const atMs = Date.now() - 3_600_000;
    const open = async (sourceId: string, matterCode: string) =>
      await desk.open({ sourceId, place: PLACE, atMs, violation: { matterCode } });
    disputed = await open('camera-2', '09 009');
    confirmed = await open('camera-3', '09 006');
    await open('camera-4', '09 006');
    await desk.walk(confirmed, { step: 'begin-review' }, { step: 'confirm' });
    await must(desk.send('/api/v1/inspections', {}));
  });
  afterAll(async () => {
    await browser?.close();
    await desk.close();
  });

  const openPage = (screen: (typeof SCREENS)[number]) => openDeskPage(browser, desk.cloud.url, screen);
  const signIn = async (screen: (typeof SCREENS)[number]) => {
    const opened = await openPage(screen);
    await signInByCode(opened.page);
    return opened;
  };
  const go = async (page: Page, path: string, sign: string) => {
    await page.goto(`${desk.cloud.url}/#${path}`);
    await page.locator(sign).first().waitFor();
  };

  test.each(SCREENS)('break nothing of WCAG 2.2 AA that axe finds on the $name', async (screen) => {
    const { page, faults } = await signIn(screen);
    const pages: readonly (readonly [string, string])[] = [
      ['/map', '.case-mark, .cluster-mark'],
      [`/coordination/${disputed}`, '.answer-decide'],
      // Nothing there yet is no success.
      ['/joint', '.board-empty.ant-empty'],
      ['/visits', '.entry'],
      ['/dispatch', '.column'],
      [`/cases/${confirmed}`, '.case-page .small-map'],
    ];
    for (const [path, sign] of pages) {
      await go(page, path, sign);
      expect(await findBarriers(page), path).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'), path).toBe(0);
    }
    // On a small map a name would lie over the place.
    await page.locator('.small-map path.outline-area').waitFor({ state: 'attached' });
    expect(await page.locator('.small-map .outline-name').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a supervisor sees why two bureaus claim a case, and gives it to one', async () => {
    const { page, faults } = await signIn(SCREENS[0]);
    await page.locator('nav.places a[href="#/coordination"]').click();
    await page.locator(`.entry[href="#/coordination/${disputed}"]`).click();
    await page.locator('.positions li').nth(1).waitFor();
    expect(await page.locator('.board-detail .steps-of li').count()).toBe(3);
    await page.locator('.board-detail textarea').fill('该处为人行道，由城管局办理');
    await page.locator('.answer-decide').click();
    await page.locator('.board-empty').waitFor();
    await expect.poll(async () => (await desk.read(disputed)).bureauId).toBe('chengguan');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a bureau asks another for support, which answers, and the lead decides', async () => {
    const { page, faults } = await signIn(SCREENS[0]);
    await go(page, `/cases/${confirmed}`, '.case-page');
    // By keyboard: while cards above it still load, the button moves away under a mouse.
    await page.getByRole('button', { name: '请求协助' }).press('Enter');
    await page.locator('.ant-modal #bureauId').click();
    await page.locator('.ant-select-item', { hasText: '交警大队' }).click();
    await page.locator('.ant-modal .ant-select', { hasText: '交警大队' }).waitFor();
    await page.locator('.ant-modal #question').fill('请协助查询车辆信息');
    await page.getByRole('button', { name: '发出请求' }).press('Enter');
    await page.locator('.ant-modal').waitFor({ state: 'detached' });
    await page.locator('a[href^="#/joint/"]').first().click();
    await page.locator('.answer-accept').click();
    const opinion = page.locator('.ant-card', { has: page.locator('.answer-opine') });
    await opinion.locator('textarea').fill('车辆为营运车辆');
    await page.locator('.answer-opine').click();
    await page.locator('.said', { hasText: '车辆为营运车辆' }).waitFor();
    const decision = page.locator('.ant-card', { has: page.locator('.answer-decide') });
    await decision.locator('textarea').fill('责令改正');
    await page.locator('.answer-decide').click();
    await page.locator('.ant-alert', { hasText: '责令改正' }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a proposed visit is planned for several cases at once', async () => {
    const { page, faults } = await signIn(SCREENS[0]);
    await page.locator('nav.places a[href="#/visits"]').click();
    await page.locator('.answer-accept').click();
    await page.locator('.answer-cancel').waitFor();
    // Every case of the visit has its dispatch.
    expect(await page.locator('.board-detail a[href^="#/dispatch/"]').count()).toBeGreaterThanOrEqual(2);
    await page.locator('.board-detail textarea').fill('下雨改期');
    await page.locator('.answer-cancel').click();
    await page.locator('.answer-cancel').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a patrol is sent from the office, reports by phone with a photo, and the office closes it', async () => {
    const office = await signIn(SCREENS[0]);
    const caseId = await desk.open({ sourceId: 'camera-9', place: PLACE, violation: { matterCode: '09 006' } });
    await desk.walk(caseId, { step: 'begin-review' }, { step: 'confirm' });
    await office.page.locator('nav.places a[href="#/dispatch"]').click();
    await office.page.getByRole('button', { name: `派遣: ${caseId}` }).click();
    // The patrol that goes through the grid of the place is chosen already.
    await office.page.locator('.ant-modal .ant-tag', { hasText: '负责本网格' }).waitFor();
    await office.page.locator('.ant-modal button[type="submit"]').click();
    await office.page.locator('.column-sent .card').waitFor();

    const account = { loginName: 'officer', displayName: '王巡查', roles: ['officer'], bureauId: null, areaIds: null };
    const made = (await (await must(desk.send('/api/v1/accounts', account))).json()) as { oneTimePassword: string };
    const phone = await openPage(SCREENS[1]);
    await phone.page.locator('#loginName').fill('officer');
    await phone.page.locator('#password').fill(made.oneTimePassword);
    await phone.page.keyboard.press('Enter');
    await phone.page.locator('#current').fill(made.oneTimePassword);
    await phone.page.locator('#next').fill(PASSWORD);
    await phone.page.locator('#again').fill(PASSWORD);
    await phone.page.keyboard.press('Enter');
    await phone.page.locator('nav.places a[href="#/dispatch"]').click();
    // Until then the cloud refused everything but the choice of a password.
    phone.faults.length = 0;
    await phone.page.locator('.column-sent .card').click();
    await phone.page.locator('.take').click();
    await phone.page.locator('.report').waitFor();
    const photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#789' } })
      .jpeg()
      .toBuffer();
    await phone.page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'site.jpg', mimeType: 'image/jpeg', buffer: photo });
    await phone.page.locator('.thumbnail-of').waitFor();
    await phone.page.locator('.findings .ant-radio-wrapper').first().click();
    await phone.page.locator('.report textarea').fill('The stall blocks the footway.');
    expect(await findBarriers(phone.page)).toEqual([]);
    await phone.page.locator('.answer-report').click();
    await phone.page.locator('.photo-links button').waitFor();
    expect(phone.faults).toEqual([]);

    await office.page.reload();
    await office.page.locator('.column-reported .card').click();
    await office.page.locator('.answer-close').click();
    await office.page.locator('.answer-close').waitFor({ state: 'detached' });
    const { dispatches } = (await (await desk.cloud.read(`/api/v1/dispatches?caseId=${caseId}`)).json()) as {
      dispatches: { state: string; finding: string }[];
    };
    expect(dispatches).toMatchObject([{ state: 'closed', finding: 'confirmed' }]);
    expect(office.faults).toEqual([]);
    await Promise.all([office.page.context().close(), phone.page.context().close()]);
  });

  test('the map shows what the list beside it says, and leads to the case', async () => {
    const { page, faults } = await signIn(SCREENS[1]);
    await page.locator('nav.places a[href="#/map"]').click();
    await page.locator('.map-rows .entry').first().waitFor();
    const marks = page.locator('.case-mark, .cluster-mark');
    await marks.first().waitFor();
    await page.locator('path.sector').waitFor({ state: 'attached' });
    await page.locator('path.outline-area').waitFor({ state: 'attached' });
    await page.locator('path.outline-grid').waitFor({ state: 'attached' });
    const listed = await page.locator('.map-rows .entry').count();
    await page.locator('.map-rows .entry').first().click();
    await page.locator('.case-page').waitFor();
    expect(listed).toBeGreaterThan(1);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('on a weak network what was written stays, what was not loaded says what to do, and both come back', async () => {
    const caseId = await desk.open({ sourceId: 'camera-7', place: PLACE, violation: { matterCode: '09 009' } });
    const { page } = await openPage(SCREENS[1]);
    await page.clock.install();
    await signInByCode(page);
    // What a browser thinks of its network counts for nothing: the cloud may stand in the same building.
    await page.evaluate(`window.dispatchEvent(new Event('offline'))`);
    await go(page, `/coordination/${caseId}`, '.words-form textarea');
    const note = page.locator('.words-form textarea').last();
    await note.fill('交警现场已有处置，');

    let failedOfMe = 0;
    await page.route('**/api/**', async (route) => {
      if (route.request().url().endsWith('/api/v1/me')) failedOfMe += 1;
      await route.abort();
    });
    const strip = page.locator('.cloud-lost', { hasText: /\d\d:\d\d/ });
    const pass = async () => {
      await page.clock.fastForward(5_000);
    };
    await page.evaluate(`window.dispatchEvent(new Event('visibilitychange'))`);
    await expect.poll(async () => (await pass(), await strip.count())).toBe(1);
    // Who is signed in could not be read either, through all of its tries.
    await expect.poll(async () => (await pass(), failedOfMe)).toBeGreaterThan(3);
    await page.locator('.answer-decide').click();
    await page.locator('.ant-notification-notice-close').press('Enter');
    expect(await findBarriers(page)).toEqual([]);
    await page.unroute('**/api/**');
    await expect.poll(async () => (await pass(), await strip.count())).toBe(0);
    expect(await note.inputValue()).toBe('交警现场已有处置，');

    await page.route('**/*.js', (route) => route.abort());
    await page.evaluate(`location.hash = '#/statistics'`);
    await page.locator('.not-loaded').waitFor();
    await page.unroute('**/*.js');
    await page.locator('.not-loaded button').press('Enter');
    await page.locator('.statistics-tools').waitFor();
    await page.context().close();
  });
});
