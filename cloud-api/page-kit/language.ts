import i18next, { type ResourceKey } from 'i18next';
import { initReactI18next } from 'react-i18next';

/** Language of the page. */
export type Language = 'zh' | 'en';

const KEPT_AS = 'lamppost.language';

function firstLanguage(): Language {
  const kept = window.localStorage.getItem(KEPT_AS);
  if (kept === 'zh' || kept === 'en') return kept;
  return window.navigator.language.startsWith('en') ? 'en' : 'zh';
}

/** Makes the words ready; Chinese unless somebody chose otherwise, or the browser speaks English. */
export async function startWords(words: Readonly<Record<Language, ResourceKey>>): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  });
  await i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: 'zh',
    resources: { zh: { translation: words.zh }, en: { translation: words.en } },
    // React itself escapes what it shows.
    interpolation: { escapeValue: false },
    keySeparator: '/',
    nsSeparator: false,
  });
}

/** Goes over to the other language, and keeps that. */
export async function setLanguage(language: Language): Promise<void> {
  window.localStorage.setItem(KEPT_AS, language);
  await i18next.changeLanguage(language);
}
