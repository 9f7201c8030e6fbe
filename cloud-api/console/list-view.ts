import type { CaseSummary, Matter } from '@lamppost/contracts';
import type { Summary } from './api.js';
import { element, icon } from './element.js';
import { formatTime } from './format.js';
import { MATTER_ICONS } from './matter-icons.js';
import type { Language, Words } from './words.js';

/** What the list shows. */
export interface ListState {
  readonly cases: readonly CaseSummary[];
  readonly summary: Summary | null;
  readonly matter: Matter | null;
  readonly hasOlder: boolean;
  /** IDs of cases that came since the page was last drawn. */
  readonly fresh: ReadonlySet<string>;
}

/** The list with its surroundings. */
export interface ListOptions {
  readonly state: ListState;
  readonly words: Words;
  readonly language: Language;
  readonly onMatter: (matter: Matter | null) => void;
  readonly onOlder: () => void;
}

const MATTERS: readonly Matter[] = ['parking', 'stall', 'burning', 'dust'];

/** A badge with the matter's own colour and picture. */
export function renderMatter(matter: Matter, words: Words): HTMLElement {
  return element('span', { class: `matter ${matter}` }, icon(MATTER_ICONS[matter]), words.matters[matter]);
}

function renderPicture(found: CaseSummary, words: Words): HTMLElement {
  if (found.pictureUrl !== null)
    return element('img', { class: 'picture', src: found.pictureUrl, alt: '', loading: 'lazy', decoding: 'async' });
  return element('div', { class: `picture none ${found.matter}` }, icon(MATTER_ICONS[found.matter]), words.noPicture);
}

function renderCard(found: CaseSummary, { words, language, state }: ListOptions): HTMLElement {
  const level = element('span', { class: 'severity', title: `${words.severity} ${found.severity}/5` });
  for (let step = 1; step <= 5; step += 1) level.append(element('i', { class: step <= found.severity ? 'on' : '' }));
  return element(
    'a',
    { class: state.fresh.has(found.caseId) ? 'card fresh' : 'card', href: `#/case/${found.caseId}` },
    renderPicture(found, words),
    element(
      'div',
      { class: 'card-text' },
      element('div', { class: 'card-top' }, renderMatter(found.matter, words), level),
      element('h2', {}, found.placeName),
      element('time', {}, formatTime(found.triggeredAtMs, language)),
      element('p', { class: 'case-id' }, found.caseId, element('span', {}, `${found.gatewayId} · ${found.sourceId}`)),
    ),
  );
}

function renderFilters({ state, words, onMatter }: ListOptions): HTMLElement {
  const { summary } = state;
  const choice = (matter: Matter | null, text: string, count: number | undefined) =>
    element(
      'button',
      {
        type: 'button',
        class: matter === null ? 'filter' : `filter ${matter}`,
        'aria-pressed': state.matter === matter ? 'true' : 'false',
        onclick: () => {
          onMatter(matter);
        },
      },
      text,
      element('b', {}, count === undefined ? '–' : `${count}`),
    );
  return element(
    'nav',
    { class: 'filters', 'aria-label': words.leads },
    choice(null, words.all, summary?.cases.total),
    ...MATTERS.map((matter) => choice(matter, words.matters[matter], summary?.cases.byMatter[matter])),
  );
}

function renderCounts({ state, words }: ListOptions): HTMLElement | null {
  if (state.summary === null) return null;
  const { accepted, refused, resent } = state.summary.packages;
  return element(
    'p',
    { class: 'counts' },
    `${words.accepted} ${accepted}`,
    element('span', { class: refused > 0 ? 'attention' : '' }, `${words.refused} ${refused}`),
    element('span', {}, `${words.resent} ${resent}`),
  );
}

/** The list of candidate cases, newest first. */
export function renderList(options: ListOptions): HTMLElement {
  const { state, words, onOlder } = options;
  const body =
    state.cases.length === 0
      ? element('div', { class: 'empty' }, element('h2', {}, words.noCases), element('p', {}, words.noCasesHint))
      : element('div', { class: 'cards' }, ...state.cases.map((found) => renderCard(found, options)));
  const older = element('button', { type: 'button', class: 'older', onclick: onOlder }, words.older);
  return element(
    'main',
    { class: 'list' },
    element('div', { class: 'list-head' }, element('h1', {}, words.leads), renderCounts(options)),
    renderFilters(options),
    body,
    state.hasOlder ? older : null,
  );
}
