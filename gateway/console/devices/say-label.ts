import type { TFunction } from 'i18next';
import { zh } from './words.js';

function isKnown(label: string): label is keyof typeof zh.label {
  return Object.hasOwn(zh.label, label);
}

/** What a model calls an object, in the language of the page; the model's own word where there is none. */
export function sayLabel(label: string, t: TFunction): string {
  return isKnown(label) ? t(`devices/label/${label}`) : label;
}
