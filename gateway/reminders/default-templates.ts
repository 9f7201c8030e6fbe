import type { Matter } from '@lamppost/contracts';
import type { MessageTemplate } from '../rules/document/reminder.js';

/** What is said where a rule names no template of its own. */
export const DEFAULT_TEMPLATES: Readonly<Record<Matter, Pick<MessageTemplate, 'zh' | 'en'>>> = {
  parking: {
    zh: '{place}请注意：此处禁止停车，请在 {graceMinutes} 分钟内驶离。',
    en: 'Attention at {place}: no parking here. Please drive on within {graceMinutes} minutes.',
  },
  stall: {
    zh: '{place}请注意：此处不得占道经营，请在 {graceMinutes} 分钟内收摊离开。',
    en: 'Attention at {place}: no trading on the road here. Please clear the place within {graceMinutes} minutes.',
  },
  burning: {
    zh: '{place}请注意：此处禁止露天焚烧，请立即熄灭明火。',
    en: 'Attention at {place}: no open burning here. Please put out the fire at once.',
  },
  dust: {
    zh: '{place}请注意：扬尘超过限值，请在 {graceMinutes} 分钟内开启喷淋、覆盖裸土。',
    en: 'Attention at {place}: dust is above its limit. Please water and cover the ground within {graceMinutes} minutes.',
  },
};

/** Words for what a violation is about. */
export const MATTER_WORDS: Readonly<Record<Matter, { readonly zh: string; readonly en: string }>> = {
  parking: { zh: '违规停车', en: 'parking' },
  stall: { zh: '占道经营', en: 'street trading' },
  burning: { zh: '露天焚烧', en: 'open burning' },
  dust: { zh: '扬尘超标', en: 'dust' },
};
