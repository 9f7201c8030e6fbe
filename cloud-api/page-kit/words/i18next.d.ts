import type { kitZh } from './zh.js';

// Holds within the kit alone: a page has words of its own besides, and says so where it keeps them.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    keySeparator: '/';
    nsSeparator: false;
    resources: { translation: typeof kitZh };
  }
}
