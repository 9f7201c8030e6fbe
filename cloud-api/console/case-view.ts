import type { CaseDetail, LegalRecord } from '@lamppost/contracts';
import { describeCondition, nameLabel } from './describe-condition.js';
import { describeEvent } from './describe-event.js';
import { element, icon } from './element.js';
import { formatBytes, formatTime, formatValue } from './format.js';
import { renderMatter } from './list-view.js';
import { ICONS } from './matter-icons.js';
import { renderPlate } from './plate-view.js';
import { facts, section } from './section.js';
import type { Language, Words } from './words.js';

/** One case, and how to show it. */
export interface CaseOptions {
  readonly detail: CaseDetail;
  readonly words: Words;
  readonly language: Language;
}

/** Copies that are shown, in this order. Originals are not among them: everyone uninvolved is to be seen there. */
const SHOWN_ROLES = ['composite', 'overlay', 'masked', 'close-up', 'plate', 'chart'] as const;

function renderPictures({ detail, words, language }: CaseOptions): HTMLElement | null {
  const pictures = SHOWN_ROLES.flatMap((role) => detail.files.filter((file) => file.role === role));
  const hasOriginals = detail.files.some(({ role }) => role === 'still' || role === 'clip');
  if (pictures.length === 0)
    return hasOriginals ? section(words.pictures, element('p', { class: 'quiet' }, words.originalsSealed)) : null;
  const figures = pictures.map((file) => {
    const time = file.capturedAtMs === null ? '' : `${words.capturedAt} ${formatTime(file.capturedAtMs, language)}`;
    const role = element('span', { class: `role ${file.role}` }, words.roles[file.role]);
    return element(
      'figure',
      {},
      element(
        'a',
        { href: file.url, target: '_blank', rel: 'noopener', title: words.open },
        element('img', { src: file.url, alt: `${words.roles[file.role]} ${time}`, decoding: 'async' }),
      ),
      element('figcaption', {}, role, time),
    );
  });
  const note = hasOriginals ? element('p', { class: 'quiet' }, words.originalsSealed) : null;
  return section(words.pictures, element('div', { class: 'figures' }, ...figures), note);
}

function renderConditions({ detail, words, language }: CaseOptions): HTMLElement {
  const { violation } = detail;
  const measure = (name: string, value: number | null, unit: string | null) =>
    value === null
      ? null
      : element('span', { class: 'measure' }, `${name} `, element('b', {}, formatValue(value, unit, language)));
  const items = violation.explanation.map(({ condition, value, limit, unit, sinceMs }) =>
    element(
      'li',
      {},
      element('p', {}, describeCondition(condition, language)),
      element(
        'p',
        { class: 'quiet' },
        measure(words.seen, value, unit),
        measure(words.limit, limit, unit),
        element('span', {}, `${words.since} ${formatTime(sinceMs, language)}`),
      ),
    ),
  );
  const { subject } = violation;
  return section(
    words.why,
    element('ol', { class: 'conditions' }, ...items),
    facts([
      [words.coverage, formatValue(violation.observedCoverage, 'fraction', language)],
      ...(subject === null
        ? []
        : ([
            [words.subject, nameLabel(subject.label, language)],
            [words.score, formatValue(subject.score, 'fraction', language)],
          ] as const)),
    ]),
  );
}

function renderTimeline({ detail, words, language }: CaseOptions): HTMLElement {
  const items = detail.timeline.map((event) =>
    element(
      'li',
      { class: event.kind },
      element('b', {}, words.events[event.kind]),
      element('time', {}, formatTime(event.atMs, language)),
      element('span', { class: 'quiet' }, describeEvent(event, language)),
    ),
  );
  return section(words.timeline, element('ol', { class: 'timeline' }, ...items));
}

/** When a condition was met, until when it holds, and by which document. */
function describeRecord(record: LegalRecord | undefined): HTMLElement[] {
  if (record === undefined) return [];
  const { on, validUntil, reference } = record;
  const days = validUntil === undefined ? on : `${on} – ${validUntil}`;
  return [element('span', { class: 'quiet' }, reference === undefined ? days : `${days}, ${reference}`)];
}

/** The conditions of art. 41: by the register where the device is in it, and else as its package states them. */
function renderLegalStatus({ detail, words, language }: CaseOptions): HTMLElement[] {
  const { basis, missing } = detail.deviceStanding;
  const { legalStatus } = detail.device;
  const names = Object.keys(words.legal) as (keyof typeof words.legal)[];
  const isKnown = (condition: string) => names.some((name) => name === condition);
  const known = names.map((name) => {
    const lack = missing.find(({ condition }) => condition === name);
    const isMet = basis === 'register' ? lack === undefined : legalStatus[name];
    const why = lack === undefined || basis === 'package' ? [] : [element('span', { class: 'quiet' }, lack[language])];
    return element(
      'li',
      { class: isMet ? 'met' : 'not-met' },
      words.legal[name],
      element('b', {}, isMet ? words.met : words.notMet),
      ...(basis === 'package' ? describeRecord(legalStatus.records?.[name]) : why),
    );
  });
  const others = missing
    .filter(({ condition }) => !isKnown(condition))
    .map((lack) => element('li', { class: 'not-met' }, lack[language], element('b', {}, words.notMet)));
  return [...known, ...others];
}

function renderDevice(options: CaseOptions): HTMLElement {
  const { detail, words } = options;
  const { sourceId, deviceCode, place, bearingDeg } = detail.device;
  return section(
    words.device,
    facts([
      [words.source, sourceId],
      [words.deviceCode, deviceCode],
      [words.gateway, detail.gatewayId],
      [words.coordinates, `${place.lng.toFixed(5)}, ${place.lat.toFixed(5)}`],
      [words.bearing, bearingDeg === null ? null : `${bearingDeg.toFixed(0)}°`],
    ]),
    element('h3', {}, words.legalStatus),
    element('p', { class: 'quiet' }, words.standingBy[detail.deviceStanding.basis]),
    element('ul', { class: 'legal' }, ...renderLegalStatus(options)),
  );
}

/** Opens a sealed original once a reason is given; the cloud writes it down. */
function openOriginal(event: Event, url: string, words: Words): void {
  event.preventDefault();
  const reason = window.prompt(words.reasonAsked)?.trim() ?? '';
  if (reason === '') return;
  window.open(`${url}${url.includes('?') ? '&' : '?'}reason=${encodeURIComponent(reason)}`, '_blank', 'noopener');
}

function renderSeal({ detail, words }: CaseOptions): HTMLElement {
  const files = detail.files.map((file) =>
    element(
      'li',
      {},
      element(
        'a',
        {
          ...{ href: file.url, target: '_blank', rel: 'noopener' },
          onclick: (event) => {
            if (file.role === 'still' || file.role === 'clip') openOriginal(event, file.url, words);
          },
        },
        file.path,
      ),
      element('span', { class: 'quiet' }, `${words.roles[file.role]} · ${formatBytes(file.sizeBytes)}`),
      element('code', {}, `SHA-256 ${file.sha256}`),
      element('code', {}, `SM3 ${file.sm3}`),
    ),
  );
  return section(
    words.seal,
    element('p', { class: 'verified' }, icon(ICONS.seal), words.sealed(detail.files.length)),
    facts([[words.sequence, `${detail.sequence}`]]),
    element('p', { class: 'digest' }, words.digest, element('code', {}, detail.digest)),
    element('details', {}, element('summary', {}, words.fileHashes), element('ul', { class: 'files' }, ...files)),
  );
}

/** All that is known of a case, for the officer who looks at it. */
export function renderCase(options: CaseOptions): HTMLElement {
  const { detail, words, language } = options;
  const { violation } = detail;
  return element(
    'main',
    { class: 'case' },
    element('a', { href: '#/', class: 'back' }, icon(ICONS.back), words.back),
    element(
      'header',
      { class: 'case-head' },
      element('div', { class: 'card-top' }, renderMatter(detail.matter, words), element('code', {}, detail.caseId)),
      element('h1', {}, detail.placeName),
      element('time', {}, `${words.triggeredAt} ${formatTime(detail.triggeredAtMs, language)}`),
    ),
    element('p', { class: 'notice' }, element('b', {}, words.candidate), words.notice),
    element(
      'div',
      { class: 'columns' },
      element('div', {}, renderPictures(options), renderPlate(options), renderConditions(options)),
      element(
        'div',
        {},
        section(
          words.facts,
          facts([
            [words.place, detail.placeName],
            [words.started, formatTime(detail.startedAtMs, language)],
            [words.triggeredAt, formatTime(detail.triggeredAtMs, language)],
            [words.severity, `${detail.severity} / 5`],
            [words.matterCode, detail.matterCode],
            [words.rule, violation.ruleId],
            [words.zone, violation.zoneId],
          ]),
        ),
        renderTimeline(options),
        renderDevice(options),
        renderSeal(options),
      ),
    ),
  );
}
