import i18next, { type ResourceKey } from 'i18next';

/** Adds the words of an area that is loaded when it is asked for: what few read does not weigh on the first view. */
export function addWords(words: { readonly zh: ResourceKey; readonly en: ResourceKey }): void {
  i18next.addResourceBundle('zh', 'translation', words.zh, true, true);
  i18next.addResourceBundle('en', 'translation', words.en, true, true);
}
