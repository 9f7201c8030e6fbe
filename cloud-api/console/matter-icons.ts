import type { Matter } from '@lamppost/contracts';

/** A stroked path for each matter, on a square of 24. */
export const MATTER_ICONS: Readonly<Record<Matter, string>> = {
  parking:
    'M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM9.5 17V7.5h3.2a2.9 2.9 0 0 1 0 5.8H9.5',
  stall: 'M4 10l1.5-5h13L20 10M4 10a2.7 2.7 0 0 0 5.3 0 2.7 2.7 0 0 0 5.4 0 2.7 2.7 0 0 0 5.3 0M5.5 12.5V20h13v-7.5',
  burning:
    'M12 3c.5 3.5 5.5 5.5 5.5 11a5.5 5.5 0 0 1-11 0c0-2.5 1.3-3.8 2.2-5.2.6 1.3 1.2 1.9 2 2.3C10.2 8 10.7 5.5 12 3z',
  dust: 'M4 9h9.5a2.5 2.5 0 1 0-2.4-3.2M4 13h13.5a2.7 2.7 0 1 1-2.5 3.7M4 17h6.5a2 2 0 1 1-1.8 2.8',
};

/** Other pictures of the page. */
export const ICONS = {
  back: 'M15 5l-7 7 7 7',
  seal: 'M12 3l7 3v5.5c0 4.5-3 7.8-7 9.5-4-1.7-7-5-7-9.5V6zM8.8 12l2.3 2.3 4.2-4.6',
} as const;
