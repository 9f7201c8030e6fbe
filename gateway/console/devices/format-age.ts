import { formatDuration, type Language } from '@lamppost/page-kit';

/** How long ago something was, to whole seconds; a time that lies ahead counts as now. */
export function formatAge(ageMs: number, language: Language): string {
  return formatDuration(Math.max(0, Math.round(ageMs / 1_000)) * 1_000, language).replace(
    /^0 .*$/,
    language === 'zh' ? '0 秒' : '0 s',
  );
}
