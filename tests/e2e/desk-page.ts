import { TEST_ACCESS_CODE } from '@lamppost/cloud-api/testing';
import type { Browser, Page } from 'playwright-core';
import { listFaults, openContext, type SCREENS } from './browser.js';

/** A page of the bureau's console, and what it complained of so far. */
export interface OpenedPage {
  readonly page: Page;
  readonly faults: string[];
}

/** Opens a cloud's page, in a context of its own, where nobody is signed in. */
export async function openDeskPage(
  browser: Browser | null,
  url: string,
  screen: (typeof SCREENS)[number],
): Promise<OpenedPage> {
  if (browser === null) throw new Error('there is no browser');
  const context = await openContext(browser, screen);
  const page = await context.newPage();
  const faults = listFaults(page);
  await page.goto(url);
  return { page, faults };
}

/** Signs in by the access code, for which the page has a form of its own. */
export async function signInByCode(page: Page): Promise<void> {
  await page.locator('button.ant-btn-link').click();
  await page.locator('#accessCode').fill(TEST_ACCESS_CODE);
  await page.keyboard.press('Enter');
  await page.locator('nav.places').waitFor();
}

/** An answer that must be a good one. @throws Error with what it says where it is not */
export async function must(sent: Promise<Response>): Promise<Response> {
  const response = await sent;
  if (!response.ok) throw new Error(await response.text());
  return response;
}
