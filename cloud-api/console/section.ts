import { element, type Child } from './element.js';

/** A part of a page under its title. */
export function section(title: string, ...children: readonly Child[]): HTMLElement {
  return element('section', {}, element('h2', {}, title), ...children);
}

/** A list of names and what each is; a dash for what is not known. */
export function facts(rows: readonly (readonly [string, Child])[]): HTMLElement {
  return element(
    'dl',
    {},
    ...rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value ?? '—')]),
  );
}
