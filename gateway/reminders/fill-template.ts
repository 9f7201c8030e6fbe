import type { Violation } from '@lamppost/contracts';
import type { MessageTemplate } from '../rules/document/reminder.js';
import { MATTER_WORDS } from './default-templates.js';

const MS_PER_MINUTE = 60_000;
const MAX_LENGTH = 600;

/** What a message is filled in with. */
export interface TemplateValues {
  readonly violation: Pick<Violation, 'matter'>;
  /** As an officer would write it. */
  readonly place: string;
  /** Name of the zone; its place where it has none. */
  readonly zone: string;
  readonly graceMs: number;
  /** Time of day on the wall. */
  readonly sinceMidnightMs: number;
}

/** Puts place, matter and times into a template, in both languages. */
export function fillTemplate(
  template: Pick<MessageTemplate, 'zh' | 'en'>,
  values: TemplateValues,
): { readonly zh: string; readonly en: string } {
  return { zh: fill(template.zh, 'zh', values), en: fill(template.en, 'en', values) };
}

function fill(
  text: string,
  language: 'zh' | 'en',
  { violation, place, zone, graceMs, sinceMidnightMs }: TemplateValues,
) {
  const words: Readonly<Record<string, string>> = {
    place,
    zone,
    matter: MATTER_WORDS[violation.matter][language],
    graceMinutes: String(Math.max(1, Math.round(graceMs / MS_PER_MINUTE))),
    time: timeOfDay(sinceMidnightMs),
  };
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole).slice(0, MAX_LENGTH);
}

function timeOfDay(sinceMidnightMs: number): string {
  const minutes = Math.floor(sinceMidnightMs / MS_PER_MINUTE);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
