import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type IdentityProvider,
  readReceipt,
  startIdentityProvider,
  startTestDesk,
  type TestDesk,
  uploadPackage,
  writePackage,
} from '@lamppost/cloud-api/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBarriers, missingBrowser, SCREENS, startBrowser } from './browser.js';
import { freePort } from './debian-peers.js';
import { openDeskPage, signInByCode } from './desk-page.js';

const HOUR_MS = 3_600_000;
const BEIJING_MS = 8 * HOUR_MS;
const MATTERS = ['parking', 'dust', 'stall', 'burning'] as const;
const CASES = 12;

/** Fields of the search, and links of the entries, that are too low to be hit. */
const LOW_TARGETS = `Array.from(document.querySelectorAll('.audit-find input:not([role="combobox"]), .audit-entry a'))
  .filter((element) => element.getBoundingClientRect().height < 24)
  .map((element) => element.outerHTML)`;

describe.skipIf(missingBrowser !== null)(
  `the office's pages${missingBrowser === null ? '' : ` (${missingBrowser})`}`,
  () => {
    let desk: TestDesk;
    let provider: IdentityProvider;
    const folder = mkdtempSync(join(tmpdir(), 'lamppost-office-'));
    let browser: Browser | null = null;
    let confirmed = '';
    let firstDigest = '';
    beforeAll(async () => {
      provider = await startIdentityProvider();
      const oidcFile = join(folder, 'oidc.yaml');
      const secretFile = join(folder, 'secret');
      writeFileSync(secretFile, provider.clientSecret);
      const client = `issuer: ${provider.issuer}\nclientId: ${provider.clientId}\nclientSecretFile: ${secretFile}`;
      writeFileSync(oidcFile, `${client}\ngroups:\n  - { group: desk, roles: [reviewer] }\n`);
      const port = await freePort();
      const publicUrl = `http://127.0.0.1:${port}`;
      [desk, browser] = await Promise.all([startTestDesk({ port, publicUrl, oidcFile }), startBrowser()]);
      await desk.addBureaus('chengguan', 'traffic-police');
      await desk.send('/api/v1/devices', {
        ...{ gatewayId: 'pole-001', sourceId: 'camera-1', kind: 'camera', name: '路口枪机', deviceCode: null },
        ...{
          place: { lng: 120.155, lat: 30.275, name: '某路' },
          bearingDeg: 90,
          grid: null,
          bureauId: null,
          areaId: null,
        },
        ...{ model: null, serial: null, mn: null },
      });
      const nowMs = Date.now();
      for (let n = 0; n < CASES; n += 1) {
        const matter = MATTERS[n % MATTERS.length] ?? 'parking';
        // Hours apart, at two cameras: places with several cases.
        const caseId = await desk.open({ sourceId: `camera-${n % 2}`, matter, atMs: nowMs - (n + 1) * 5 * HOUR_MS });
        if (n === 0) confirmed = caseId;
        if (n % 3 === 0) await desk.walk(caseId, { step: 'begin-review' }, { step: 'confirm' });
        if (n % 3 === 1)
          await desk.walk(caseId, { step: 'begin-review' }, { step: 'reject', reason: 'not-an-offence' });
      }
    });
    afterAll(async () => {
      await browser?.close();
      await desk.close();
      await provider.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const openAt = async (screen: (typeof SCREENS)[number], path: string) => {
      const { page, faults } = await openDeskPage(browser, desk.cloud.url, screen);
      await signInByCode(page);
      await page.goto(`${desk.cloud.url}/#${path}`);
      return { page, faults };
    };
    const fits = async (page: Page) => {
      expect(await findBarriers(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    };

    test.each(SCREENS)('statistics tell on the $name what came of the cases, and give each table', async (screen) => {
      const { page, faults } = await openAt(screen, '/statistics');
      const cards = page.locator('.figures');
      await page.locator('.days-chart svg').waitFor();
      await expect.poll(async () => await page.locator('.figures .ant-spin').count()).toBe(0);
      expect(await cards.count()).toBe(9);
      // All that was opened stands in the table below the chart, and in that of what came of it.
      const sum = async (selector: string) =>
        (await page.locator(selector).allTextContents()).reduce((total, text) => total + Number(text), 0);
      expect(await sum('.figures:has(.days-chart) tbody td.number')).toBe(CASES);
      expect(await sum('.figures:nth-child(2) td:nth-child(2)')).toBe(CASES);
      expect(await sum('.hours td')).toBe(CASES);
      await fits(page);
      // Asked for one matter, the figures follow.
      await page.locator('.statistics-tools select').nth(1).selectOption('dust');
      await expect.poll(async () => await sum('.hours td')).toBe(CASES / MATTERS.length);
      const address = await page.locator('.figures:has(.hours) a[download]').getAttribute('href');
      const table = await page.evaluate<string>(`fetch(${JSON.stringify(address)}).then((answer) => answer.text())`);
      expect(table.split('\n').length).toBeGreaterThan(168);
      expect(faults).toEqual([]);
      await page.context().close();
    });

    test.each(SCREENS)(
      'devices say on the $name what each lacks before its records may be evidence',
      async (screen) => {
        const { page, faults } = await openAt(screen, '/devices');
        const camera = page.locator('.entry', { hasText: '路口枪机' });
        await camera.locator('.lacks').waitFor();
        await fits(page);
        await camera.click();
        await page.locator('.check-line').first().waitFor();
        expect(await page.locator('.check-line.is-missing').count()).toBeGreaterThan(0);
        await fits(page);
        expect(faults).toEqual([]);
        await page.context().close();
      },
    );

    test.each(SCREENS)(
      'the audit log tells on the $name who worked on a case, and that no entry is missing',
      async (screen) => {
        const { page, faults } = await openAt(screen, '/audit');
        const entries = page.locator('.audit-entry');
        await entries.first().waitFor();
        // One for each step, and the sign-in.
        expect(await entries.count()).toBeGreaterThan(CASES);
        expect(await page.locator('.audit-chain.ant-alert-info').count()).toBe(1);
        await fits(page);
        // WCAG 2.2, 2.5.8: what is pressed is 24 px high at least.
        expect(await page.evaluate(LOW_TARGETS)).toEqual([]);
        await page.locator('#subjectId').fill(confirmed);
        await page.keyboard.press('Enter');
        await expect.poll(async () => await entries.count()).toBe(2);
        expect(await entries.locator('a').allTextContents()).toEqual([confirmed, confirmed]);
        await page.locator('#action').click();
        await page.locator('.ant-select-item').first().click();
        await page.locator('.audit-find button[type="submit"]').click();
        // Nobody signed in with the ID of a case.
        await page.locator('.board-empty').waitFor();
        await page.locator('#subjectId').fill('');
        await page.locator('#day').fill(new Date(Date.now() + BEIJING_MS).toISOString().slice(0, 10));
        await page.keyboard.press('Enter');
        // Those who looked at these pages, today.
        await entries.first().waitFor();
        expect(await entries.locator('.ant-typography strong').allTextContents()).toSatisfy(
          (texts: string[]) => texts.length > 0 && new Set(texts).size === 1,
        );
        await page.locator('#day').fill('2020-01-01');
        await page.keyboard.press('Enter');
        await page.locator('.board-empty').waitFor();
        await page.locator('#day').fill('');
        await page.locator('#accountId').fill('nobody');
        await page.keyboard.press('Enter');
        await page.locator('.board-empty').waitFor();
        expect(faults).toEqual([]);
        await page.context().close();
      },
    );

    test('a camera that lacks conditions is mended by a table and by hand, and its case may go out', async () => {
      const { cloud, gateway } = desk;
      const sent = await writePackage(join(folder, 'parking.zip'), gateway);
      firstDigest = sent.digest;
      await uploadPackage(cloud.url, gateway, sent);
      const { caseId } = (await readReceipt(cloud.url, gateway, sent.digest)).receipt;
      await desk.walk(caseId, { step: 'begin-review' }, { step: 'confirm' });
      const goOut = async () => await cloud.read(`/api/v1/cases/${caseId}/export?reason=for+the+court`);
      expect((await goOut()).status).toBe(409);

      const { page, faults } = await openAt(SCREENS[0], '/devices');
      await page.locator('.open-import').click();
      const lines = ['法制审核', '技术审核', '标准符和性', '地点公布'].map(
        (condition, n) => `pole-001,camera-1,${condition},2026-01-01,,第 ${n + 1} 号,区综合行政执法局`,
      );
      const header = '网关编号,设备标识,条件,生效日期,截止日期,文号,发文单位';
      await page.locator('.import-text').fill([header, ...lines].join('\n'));
      await page.locator('.check-import').click();
      await page.locator('.fault', { hasText: '条件' }).waitFor();
      await fits(page);
      const wrong = page.locator('.fault-line');
      await wrong.fill((await wrong.inputValue()).replace('符和', '符合'));
      await page.locator('.check-import').click();
      await page.locator('.take-import').click();
      await page.locator('.take-import').waitFor({ state: 'detached' });
      expect((await goOut()).status).toBe(409);

      await page.locator('.entry', { hasText: '路口枪机' }).click();
      const sign = page.locator('.condition-signagePosted');
      await expect.poll(async () => await page.locator('.check-line.is-missing').count()).toBe(1);
      await sign.locator('.open-record').click();
      await page.locator('#record-signagePosted_from').fill('2026-01-01');
      await page.locator('#record-signagePosted_number').fill('验收单 2026-5');
      await page.locator('#record-signagePosted_issuer').fill('区综合行政执法局');
      await sign.locator('.save-record').click();
      await expect.poll(async () => await page.locator('.check-line.is-missing').count()).toBe(0);
      expect((await goOut()).status).toBe(200);
      // What is missing is said with 422, by which an import that is wrong is told.
      expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
      await page.context().close();
    });

    /** A case of dust whose package holds readings, one of which does not count; and how many there are. */
    const openDust = async () => {
      const { cloud, gateway } = desk;
      const sealedAtMs = Date.parse('2026-03-01T02:20:00Z');
      const triggeredAtMs = sealedAtMs - 60_000;
      const startedAtMs = triggeredAtMs - 900_000;
      const of = { sensorId: 'dust-01', factor: 'a34002', unit: 'ug/m3' };
      const readings = Array.from({ length: 16 }, (_, minute) => ({
        ...{ ...of, atMs: startedAtMs + minute * 60_000, value: 260 + minute },
        ...(minute === 5 ? { flag: 'C', isValid: false } : { flag: 'N', isValid: true }),
      }));
      const file = join(folder, 'dust.zip');
      const condition = 'mean of a34002 over 900 s at dust-01';
      const sent = await writePackage(file, gateway, {
        ...{ sealedAtMs, sequence: 2, previousDigest: firstDigest },
        files: { 'media/readings.json': Buffer.from(JSON.stringify({ sourceId: 'dust-01', readings })) },
        violation: {
          ...{ matter: 'dust', sourceId: 'dust-01', cameraId: null, zoneId: null, subject: null },
          ...{ startedAtMs, triggeredAtMs },
          explanation: [{ condition, value: 268, limit: 150, unit: 'ug/m3', sinceMs: startedAtMs }],
        },
      });
      await uploadPackage(cloud.url, gateway, sent);
      return { caseId: (await readReceipt(cloud.url, gateway, sent.digest)).receipt.caseId, count: readings.length };
    };

    test('a case shows the readings that were sealed with it against their limit, and each in a table', async () => {
      const { caseId, count } = await openDust();
      for (const screen of SCREENS) {
        const { page, faults } = await openAt(screen, `/cases/${caseId}`);
        const card = page.locator('.readings');
        await card.locator('.readings-chart svg').waitFor();
        expect(await card.locator('.readings-sum').textContent()).toMatch(/268.*150.*15 .*16/);
        await card.locator('summary').click();
        expect(await card.locator('tbody tr').count()).toBe(count);
        await fits(page);
        expect(faults).toEqual([]);
        await page.context().close();
      }
    });

    test('a gateway is written down, let in by a code, and put out again', async () => {
      const { page, faults } = await openAt(SCREENS[0], '/devices/+new');
      const field = (name: string) => page.locator(`#device_${name}`);
      await page.locator('.new-device select').selectOption('gateway');
      await field('gatewayId').fill('pole-001');
      await field('name').fill('一号灯杆网关');
      await field('placeName').fill('文三路 12 号灯杆');
      await field('lng').fill('120.16');
      await field('lat').fill('30.28');
      await fits(page);
      await page.locator('.save-device').click();
      const card = page.locator('.gateway-card');
      await card.locator('.make-code').click();
      const code = (await page.locator('.shown-once .secret').textContent()) ?? '';
      expect(code.length).toBeGreaterThan(20);
      await page.locator('.once-done').click();
      await page.locator('.edit-device').click();
      await field('model').fill('LP-200');
      await page.locator('.save-device').click();
      await page.locator('.ant-descriptions', { hasText: 'LP-200' }).waitFor();
      await card.locator('summary').click();
      await card.locator('.answer-revoke').click();
      // Without a reason nothing happens.
      await card.locator('.ant-form-item-explain-error').first().waitFor();
      await card.locator('textarea').fill('网关被盗');
      await card.locator('.answer-revoke').click();
      await card.locator('li', { hasText: '网关被盗' }).waitFor();
      await page.locator('.open-alarms').click();
      await page.locator('.alarms').waitFor();
      await fits(page);
      expect(faults).toEqual([]);
      await page.context().close();
    });

    test('people come in by the identity provider, and are told where it refuses them', async () => {
      const { page, faults } = await openDeskPage(browser, desk.cloud.url, SCREENS[0]);
      const way = page.locator('a[href="/api/v1/session/oidc"]');
      await way.click();
      // Nobody is signed in there.
      await page.locator('.ant-alert-error').waitFor();
      expect(await findBarriers(page)).toEqual([]);
      provider.signIn({ sub: 'u-1', name: '陈晨', groups: ['desk'] });
      await way.click();
      await page.locator('nav.places').waitFor();
      expect(await page.locator('header').textContent()).toContain('陈晨');
      expect(faults).toEqual([]);
      await page.context().close();
    });
  },
);
