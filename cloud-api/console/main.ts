import type { CaseDetail, Matter } from '@lamppost/contracts';
import { problemOf, readCase, readCases, readSummary, signOut, type Summary } from './api.js';
import { appendOlder, mergeNewest, type LoadedCases } from './case-list.js';
import { renderCase } from './case-view.js';
import { element } from './element.js';
import { renderList } from './list-view.js';
import { renderSignIn } from './sign-in-view.js';
import { WORDS, type Language } from './words.js';

const REFRESH_MS = 3_000;
const LANGUAGE_KEY = 'lamppost-language';

const page = document.querySelector<HTMLDivElement>('#page') ?? document.body;
const status = element('span', { class: 'live', role: 'status' });
let language: Language = localStorage.getItem(LANGUAGE_KEY) === 'en' ? 'en' : 'zh';
let isSignedOut = false;
let isReachable = true;
let matter: Matter | null = null;
let loaded: LoadedCases | null = null;
let summary: Summary | null = null;
let fresh: ReadonlySet<string> = new Set();
let detail: CaseDetail | 'not-found' | null = null;
/** What the page was last drawn from: it is drawn again only when that changes. */
let drawnFrom = '';

function openCaseId(): string | null {
  return /^#\/case\/(LP-\d{8}-\d{6,})$/.exec(location.hash)?.[1] ?? null;
}

function renderBar(): HTMLElement {
  const words = WORDS[language];
  const chooseLanguage = () => {
    language = language === 'zh' ? 'en' : 'zh';
    localStorage.setItem(LANGUAGE_KEY, language);
    draw();
  };
  const leave = () => {
    void signOut().finally(() => {
      [isSignedOut, loaded, summary, detail, drawnFrom] = [true, null, null, null, ''];
      draw();
    });
  };
  return element(
    'header',
    { class: 'bar' },
    element('a', { href: '#/', class: 'brand' }, element('img', { src: '/icon.svg', alt: '' }), words.product),
    isSignedOut ? null : status,
    element('button', { type: 'button', onclick: chooseLanguage }, words.otherLanguage),
    isSignedOut ? null : element('button', { type: 'button', onclick: leave }, words.signOut),
  );
}

function renderBody(): HTMLElement {
  const words = WORDS[language];
  if (isSignedOut)
    return renderSignIn({
      words,
      onSignedIn: () => {
        isSignedOut = false;
        void refresh();
      },
    });
  if (openCaseId() !== null) {
    if (detail === 'not-found')
      return element(
        'main',
        { class: 'empty' },
        element('h2', {}, words.notFound),
        element('a', { href: '#/' }, words.back),
      );
    return detail === null ? element('main', { class: 'empty' }) : renderCase({ detail, words, language });
  }
  if (loaded === null) return element('main', { class: 'empty' });
  return renderList({
    words,
    language,
    state: { cases: loaded.cases, summary, matter, fresh, hasOlder: loaded.nextCursor !== null },
    onMatter: (chosen) => {
      [matter, loaded] = [chosen, null];
      void refresh();
    },
    onOlder: () => {
      void loadOlder();
    },
  });
}

function drawStatus(): void {
  const words = WORDS[language];
  status.textContent = isReachable ? words.live : words.retrying;
  status.classList.toggle('lost', !isReachable);
}

function draw(): void {
  const words = WORDS[language];
  document.documentElement.lang = words.locale;
  document.title = `${openCaseId() ?? words.leads} · Lamppost`;
  drawStatus();
  page.replaceChildren(renderBar(), renderBody());
}

/** Keeps in mind that the cloud could not be asked, and why. */
function note(error: unknown): void {
  if (problemOf(error)?.status === 401) {
    if (!isSignedOut) {
      isSignedOut = true;
      drawnFrom = '';
      draw();
    }
    return;
  }
  isReachable = false;
  drawStatus();
}

async function loadOlder(): Promise<void> {
  if (loaded?.nextCursor == null) return;
  try {
    const { body } = await readCases({ matter, cursor: loaded.nextCursor });
    loaded = appendOlder(loaded, body);
    draw();
  } catch (error) {
    note(error);
  }
}

async function refreshList(): Promise<string> {
  const [cases, counts] = await Promise.all([readCases({ matter, cursor: null }), readSummary()]);
  const known = loaded === null ? null : new Set(loaded.cases.map((found) => found.caseId));
  const merged = mergeNewest(loaded, cases.body);
  const added = merged.cases.filter((found) => known?.has(found.caseId) === false);
  if (added.length > 0 || known === null) fresh = new Set(added.map((found) => found.caseId));
  [loaded, summary] = [merged, counts.body];
  return `list ${matter ?? ''} ${cases.tag ?? ''} ${counts.tag ?? ''}`;
}

async function refreshCase(caseId: string): Promise<string> {
  try {
    const read = await readCase(caseId);
    detail = read.body;
    return `case ${caseId} ${read.tag ?? ''}`;
  } catch (error) {
    if (problemOf(error)?.code !== 'case.not-found') throw error;
    detail = 'not-found';
    return `case ${caseId} not found`;
  }
}

/** Asks for what the page shows, and draws it if it changed. */
async function refresh(): Promise<void> {
  const caseId = openCaseId();
  try {
    const from = caseId === null ? await refreshList() : await refreshCase(caseId);
    const wasReachable = isReachable;
    isReachable = true;
    if (caseId !== openCaseId() || isSignedOut) return;
    if (from !== drawnFrom) {
      drawnFrom = from;
      draw();
    } else if (!wasReachable) drawStatus();
  } catch (error) {
    note(error);
  }
}

/** Refreshes while someone looks, one at a time. */
async function keepFresh(): Promise<void> {
  if (!document.hidden && !isSignedOut) await refresh();
  setTimeout(() => {
    void keepFresh();
  }, REFRESH_MS);
}

window.addEventListener('hashchange', () => {
  [detail, drawnFrom] = [null, ''];
  scrollTo(0, 0);
  void refresh();
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && !isSignedOut) void refresh();
});
void keepFresh();
