import type { Power } from './use-areas.js';

const HEADER = '片区编号,事项代码,部门编号,生效日期,截止日期,法律依据';

/** A cell as RFC 4180 writes it. */
function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A power list as the import takes it. */
export function toCsv(powers: readonly Power[]): string {
  const rows = powers.map(({ areaId, matterCode, bureauId, validFrom, validTo, legalBasis }) =>
    [areaId, matterCode, bureauId, validFrom, validTo ?? '', legalBasis].map(cell).join(','),
  );
  return `${[HEADER, ...rows].join('\n')}\n`;
}
