import type { Language } from './language.js';

/** Cases are dated by Beijing time, wherever the page is read. */
const ZONE = 'Asia/Shanghai';
const LOCALES = { zh: 'zh-CN', en: 'en-GB' } as const;

function timeFormat(language: Language): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: ZONE,
    year: 'numeric',
    month: language === 'zh' ? '2-digit' : 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
}

/** Made once: a list formats a time for each row that scrolls into sight. */
const TIME_FORMATS: Readonly<Record<Language, Intl.DateTimeFormat>> = { zh: timeFormat('zh'), en: timeFormat('en') };

const MINUTE_FORMAT = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** Date and time to the second, in Beijing. */
export function formatTime(atMs: number, language: Language): string {
  return TIME_FORMATS[language].format(atMs);
}

/** Hour and minute, in Beijing. */
export function formatMinute(atMs: number): string {
  return MINUTE_FORMAT.format(atMs);
}

/** A length of time in its two largest units. */
export function formatDuration(lengthMs: number, language: Language): string {
  if (lengthMs < 1_000) return language === 'zh' ? `${lengthMs} 毫秒` : `${lengthMs} ms`;
  const seconds = Math.round(lengthMs / 1_000);
  const units = language === 'zh' ? ['小时', '分钟', '秒'] : ['h', 'min', 's'];
  const parts = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60), seconds % 60];
  const first = parts.findIndex((part) => part > 0);
  return parts
    .map((part, index) => (index >= first && index < first + 2 && part > 0 ? `${part} ${units[index] ?? ''}` : ''))
    .filter((text) => text !== '')
    .join(' ');
}

/** A number of bytes as people read it. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  if (bytes < 1_048_576) return `${(bytes / 1_024).toFixed(1)} KB`;
  return bytes < 1_073_741_824 ? `${(bytes / 1_048_576).toFixed(1)} MB` : `${(bytes / 1_073_741_824).toFixed(1)} GB`;
}

const UNITS: Readonly<Record<string, string>> = { 'ug/m3': 'µg/m³', degC: '°C', deg: '°' };

/** A measured value with its unit. */
export function formatValue(value: number, unit: string | null, language: Language): string {
  const number = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 2 });
  switch (unit) {
    case 'ms':
      return formatDuration(value, language);
    case 'fraction':
      return `${number.format(value * 100)}%`;
    case 'times':
      return `${number.format(value)} ${language === 'zh' ? '倍' : 'times'}`;
    case 'count':
    case null:
      return number.format(value);
    default:
      return `${number.format(value)} ${UNITS[unit] ?? unit}`;
  }
}
