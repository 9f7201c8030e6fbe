import { startTestDesk, type TestDesk } from '@lamppost/cloud-api/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBarriers, missingBrowser, SCREENS, startBrowser } from './browser.js';
import { must, openDeskPage, signInByCode } from './desk-page.js';

const PASSWORD = 'a long walk through town';
const GATEWAYS = ['pole-1', 'pole-2', 'pole-3', 'pole-4'];
const RULES = 'schema: lamppost.rules/1\nrules: []\n';
const HEADER = '片区编号,事项代码,部门编号,生效日期,截止日期,法律依据';
const ROW = 'old-town,09 009,chengguan,2026-01-01,,城市市容管理条例第三条';

const geometry = {
  type: 'Polygon',
  coordinates: [
    [
      [120.15, 30.27],
      [120.16, 30.27],
      [120.16, 30.28],
      [120.15, 30.27],
    ],
  ],
};

describe.skipIf(missingBrowser !== null)(
  `the administration${missingBrowser === null ? '' : ` (${missingBrowser})`}`,
  () => {
    let desk: TestDesk;
    let browser: Browser | null = null;
    let webhookId = '';

    beforeAll(async () => {
      [desk, browser] = await Promise.all([startTestDesk(), startBrowser()]);
      const lists = {
        bureaus: [{ bureauId: 'chengguan', nameZh: '城管局', nameEn: 'Urban management' }],
        areas: [{ areaId: 'old-town', name: '老城', geometry }],
      };
      await must(desk.send('/api/v1/jurisdiction/import', lists));
      for (const gatewayId of GATEWAYS) await desk.cloud.enrol(gatewayId);
      const document = { kind: 'rules', name: 'street-rules', text: RULES, note: '首版' };
      await must(desk.send('/api/v1/documents', document, '"v0"'));
      await must(desk.send('/api/v1/gateway-groups', { groupId: 'north', name: '北片', kind: 'rules' }));
      await must(desk.send('/api/v1/gateway-groups/north', { add: GATEWAYS }, '"v1"', undefined, 'PATCH'));
      const hook = { url: 'https://hook.example/events', types: ['lamppost.case.step.v1'], bureauId: null };
      const made = (await (await must(desk.send('/api/v1/webhooks', hook))).json()) as {
        webhook: { webhookId: string };
      };
      ({ webhookId } = made.webhook);
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

    test('a power list with a wrong line is mended where it stands, looked at, and taken', async () => {
      const { page, faults } = await signIn(SCREENS[0]);
      await go(page, '/admin/areas', '.open-import');
      await page.locator('.open-import').click();
      const wrong = 'old-town,09 006,nobody,2026-13-01,,城市市容管理条例第三条';
      await page.locator('input[type="file"]').setInputFiles({
        name: 'powers.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(`${HEADER}\r\n${ROW}\r\n${wrong}\r\n`),
      });
      const line = page.locator('.fault-line');
      await line.waitFor();
      expect(await line.inputValue()).toBe(wrong);
      await line.fill(wrong.replace('2026-13-01', '2026-12-01'));
      await page.locator('.check-import').click();
      // The day is right by now, and the bureau is still unknown.
      await page.locator('.fault', { hasText: '部门编号' }).waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await line.fill(wrong.replace('2026-13-01', '2026-12-01').replace('nobody', 'chengguan'));
      await page.locator('.check-import').click();
      await page.locator('.import-changes li').nth(1).waitFor();
      const before = await (await desk.cloud.read('/api/v1/areas/old-town/powers')).json();
      expect(before).toEqual({ powers: [] });
      expect(await findBarriers(page)).toEqual([]);
      await page.locator('.take-import').click();
      await page.locator('.ant-alert-success').waitFor();
      await page.locator('.entry', { hasText: '老城' }).click();
      await page.locator('.plain-table tbody tr').nth(1).waitFor();
      // The browser itself notes that the cloud refused the wrong file.
      expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
      await page.context().close();
    });

    test('an account is made, its password shown once, and its owner signs in and chooses another', async () => {
      const { page, faults } = await signIn(SCREENS[0]);
      await page.locator('nav.places a[href="#/admin"]').click();
      await page.locator('.add-account').click();
      await page.locator('#loginName').fill('li.na');
      await page.locator('#displayName').fill('李娜');
      await page.locator('.role-reviewer').click();
      await page.locator('.admin-card button[type="submit"]').click();
      const secret = page.locator('.shown-once .secret');
      await secret.waitFor();
      expect(await findBarriers(page)).toEqual([]);
      const oneTime = (await secret.textContent()) ?? '';
      await page.locator('.once-done').click();
      await page.locator('.entry-title', { hasText: '李娜' }).waitFor();
      expect(await page.content()).not.toContain(oneTime);
      expect(faults).toEqual([]);

      const phone = await openPage(SCREENS[1]);
      await phone.page.locator('#loginName').fill('li.na');
      await phone.page.locator('#password').fill(oneTime);
      await phone.page.keyboard.press('Enter');
      await phone.page.locator('#current').fill(oneTime);
      await phone.page.locator('#next').fill(PASSWORD);
      await phone.page.locator('#again').fill(PASSWORD);
      await phone.page.keyboard.press('Enter');
      await phone.page.locator('nav.places').waitFor();
      // A reviewer administers nothing.
      expect(await phone.page.locator('a[href="#/admin"]').count()).toBe(0);

      await page.getByRole('button', { name: '停用账号' }).click();
      await page.getByRole('button', { name: '确定执行' }).click();
      await page.getByRole('button', { name: '重新启用' }).waitFor();
      await phone.page.reload();
      await phone.page.locator('#loginName').waitFor();
      await Promise.all([page.context().close(), phone.page.context().close()]);
    });

    test('a document is published, looked at beside the one before, rolled out to a share, and back', async () => {
      const { page, faults } = await signIn(SCREENS[0]);
      await go(page, '/admin/documents/rules:street-rules', '#text');
      await page.locator('#text').fill(`${RULES}# 夜间放宽\n`);
      await page.locator('#note').fill('夜间放宽');
      await page.getByRole('button', { name: /^发\s*布$/ }).click();
      await page.locator('.show-diff').click();
      await page.locator('.board-detail .ant-card').first().locator('.plus', { hasText: '夜间放宽' }).waitFor();
      await page.locator('.roll-out-link').first().click();
      await page.locator('.entry', { hasText: '北片' }).click();
      await page.locator('#shares').fill('50, 100');
      await page.locator('.begin-rollout').click();
      await page.locator('.state-running').waitFor();
      const rollout = async () => {
        const page = (await (await desk.cloud.read('/api/v1/rollouts?groupId=north')).json()) as {
          rollouts: { state: string; percent: number; document: object; counts: { given: number } }[];
        };
        return page.rollouts[0];
      };
      expect(await rollout()).toMatchObject({
        ...{ state: 'running', percent: 50 },
        ...{ document: { version: 2 }, counts: { given: 2 } },
      });
      await page.locator('.answer-advance').click();
      await page.locator('.shares li[aria-current="step"]', { hasText: '100' }).waitFor();
      // Without a reason nothing is taken back.
      await page.locator('.answer-roll-back').click();
      await page.locator('.ant-form-item-explain-error').waitFor();
      await page.locator('.rollout textarea').fill('误报太多');
      await page.locator('.answer-roll-back').click();
      await page.locator('.state-rolled-back').waitFor();
      expect(await rollout()).toMatchObject({ state: 'rolled-back' });
      expect(faults).toEqual([]);
      await page.context().close();
    });

    test.each(SCREENS)('breaks nothing of WCAG 2.2 AA that axe finds on the $name', async (screen) => {
      const { page, faults } = await signIn(screen);
      const pages: readonly (readonly [string, string])[] = [
        ['/admin/accounts', '.entry'],
        ['/admin/accounts/+new', '.role-reviewer'],
        ['/admin/areas/old-town', '.plain-table tbody tr'],
        ['/admin/areas/+import', '.check-import'],
        ['/admin/documents/rules:street-rules', '#text'],
        ['/admin/rollout/north', '.plain-table tbody tr'],
        [`/admin/webhooks/${webhookId}`, '.deliveries .board-empty'],
      ];
      for (const [path, sign] of pages) {
        await go(page, path, sign);
        expect(await findBarriers(page), path).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'), path).toBe(0);
      }
      expect(faults).toEqual([]);
      await page.context().close();
    });
  },
);
