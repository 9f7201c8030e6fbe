import type { zh as audit } from '../audit/words.js';
import type { zh as devices } from '../devices/words.js';
import type { zh as imports } from '../imports/words.js';
import type { zh as readings } from '../readings/words.js';
import type { zh as statistics } from '../statistics/words.js';
import type { zh as admin } from '../admin/words.js';
import type { zh } from './zh.js';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    keySeparator: '/';
    nsSeparator: false;
    resources: {
      translation: typeof zh & {
        admin: typeof admin;
        audit: typeof audit;
        devices: typeof devices;
        imports: typeof imports;
        readings: typeof readings;
        statistics: typeof statistics;
      };
    };
  }
}
