import axe from 'axe-core';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { missingPeer } from './peers.js';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** Why no browser can be started; null: one can. */
export const missingBrowser = missingPeer({ commands: ['chromium'] });

/** Screens on which people work. */
export const SCREENS = [
  { name: 'office', width: 1366, height: 768, colorScheme: 'light', locale: 'zh-CN' },
  { name: 'phone', width: 390, height: 844, colorScheme: 'dark', locale: 'en-GB' },
] as const;

/** Starts Debian's Chromium; null where there is none. */
export async function startBrowser(): Promise<Browser | null> {
  return missingBrowser === null ? await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS }) : null;
}

/** A person's browser on a screen, where nobody is signed in. Nothing slides or fades: what moves under a mouse loses its click. */
export async function openContext(
  browser: Browser,
  { width, height, colorScheme, locale }: (typeof SCREENS)[number],
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const viewport = { width, height };
  return await browser.newContext({ viewport, colorScheme, locale, reducedMotion: 'reduce', ...options });
}

/** Notes what a page complains of: errors of its program, of its security policy, of what it loads. Being signed out is none. */
export function listFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('401')) faults.push(message.text());
  });
  return faults;
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** What of WCAG 2.2 AA the page breaks, as axe finds it: the rule, and the first place. */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { violations } = await page.evaluate<AxeResult>(
    `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(tags)} } })`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} (${nodes.length})`);
}
