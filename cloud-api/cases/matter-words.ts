import type { Matter } from '@lamppost/contracts';

/** Matters in words. */
export const MATTER_WORDS: Readonly<Record<Matter, { readonly zh: string; readonly en: string }>> = {
  dust: { zh: '扬尘', en: 'dust' },
  parking: { zh: '违停', en: 'illegal parking' },
  stall: { zh: '占道经营', en: 'street stall' },
  burning: { zh: '露天焚烧', en: 'open burning' },
};
