import type { zh } from './zh.js';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    keySeparator: '/';
    nsSeparator: false;
    resources: { translation: typeof zh };
  }
}
