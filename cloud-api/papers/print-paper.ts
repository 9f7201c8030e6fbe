import { createHash } from 'node:crypto';
import type { Paper } from './paper.js';

const STYLE = `
body { font: 12pt/1.6 "Noto Serif SC", "SimSun", serif; max-width: 180mm; margin: 12mm auto; color: #000; }
h1 { text-align: center; font-size: 18pt; margin: 0 0 2mm; }
.draft { text-align: center; border: 1px solid #000; padding: 1mm; }
table { width: 100%; border-collapse: collapse; margin: 4mm 0; }
th, td { border: 1px solid #000; padding: 1.5mm 2mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { width: 32%; font-weight: normal; }
.blank { height: 11mm; }
.small { font-size: 9pt; }
@media print { body { margin: 0; } tr { break-inside: avoid; } }
`;
/** What a page of paper may load: nothing but its own style, which is named by its hash. */
export const PAPER_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const TITLES = {
  reminder: { zh: '提醒单（草稿）', en: 'Reminder (draft)' },
  'case-file': { zh: '案卷（草稿）', en: 'Case file (draft)' },
} as const;
const WORDS = {
  draft: {
    zh: '本件由程序根据线索生成，仅为草稿；未经执法人员核实、填写并签名，不产生任何效力。',
    en: 'Drafted by a program from a lead. It is of no effect until officers verified it, filled it in and signed it.',
  },
  colour: { zh: '用纸', en: 'Sheet' },
  case: { zh: '线索编号', en: 'Case' },
  bureau: { zh: '单位', en: 'Bureau' },
  matter: { zh: '事项（代码）', en: 'Matter (code)' },
  place: { zh: '地点', en: 'Place' },
  time: { zh: '时间（北京时间）', en: 'Time (Beijing)' },
  findings: { zh: '设备记录', en: 'What the device recorded' },
  plate: { zh: '车牌号', en: 'Plate' },
  repeats: { zh: '此前同一对象已确认', en: 'Confirmed earlier cases of the same subject' },
  basis: { zh: '管辖依据（权力清单）', en: 'Basis of the power (power list)' },
  why: { zh: '选用本文书的理由', en: 'Why this paper' },
  doubts: { zh: '设备记录待补充事项', en: 'What the record of the device leaves open' },
  evidence: { zh: '证据', en: 'Evidence' },
  made: { zh: '生成', en: 'Drafted' },
  none: { zh: '无', en: 'none' },
  version: { zh: '版本', en: 'version' },
} as const;
const COLOURS: Readonly<Record<string, { zh: string; en: string }>> = {
  white: { zh: '白色', en: 'white' },
  yellow: { zh: '黄色', en: 'yellow' },
  blue: { zh: '蓝色', en: 'blue' },
  pink: { zh: '粉色', en: 'pink' },
  green: { zh: '绿色', en: 'green' },
};

const BEIJING_OFFSET_MS = 8 * 3_600_000;

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

function beijingTime(atMs: number): string {
  return new Date(atMs + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** A draft as a page that is printed on A4, in one language. */
export function printPaper(paper: Paper, language: 'zh' | 'en'): string {
  const say = (words: { readonly zh: string; readonly en: string }) => escapeHtml(words[language]);
  const row = (title: { zh: string; en: string }, lines: readonly string[]) =>
    `<tr><th scope="row">${say(title)}</th><td>${lines.length === 0 ? say(WORDS.none) : lines.map(escapeHtml).join('<br>')}</td></tr>`;
  const blank = (words: Paper['blanks'][number]) =>
    `<tr><th scope="row">${say(words)}</th><td class="blank"></td></tr>`;
  const { place, matter, bureau, evidence } = paper;
  const packages = evidence.flatMap(({ gatewayId, sequence, digest, sealedAtMs, files }) => [
    `${gatewayId} #${sequence} ${beijingTime(sealedAtMs)} SHA-256 ${digest}`,
    ...files.map(({ path, role, sha256 }) => `  ${path} (${role}) ${sha256}`),
  ]);
  const title = TITLES[paper.kind];
  const made = `${paper.generatedBy.displayName} ${beijingTime(paper.generatedAtMs)}, ${WORDS.version[language]} ${paper.version}`;
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<title>${say(title)} ${escapeHtml(paper.caseId)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${say(title)}</h1>
<p class="draft">${say(WORDS.draft)}</p>
<table>
${row(WORDS.case, [paper.caseId])}
${row(WORDS.bureau, bureau === null ? [] : [bureau[language]])}
${row(WORDS.colour, [COLOURS[paper.colour]?.[language] ?? paper.colour])}
${row(WORDS.matter, [`${matter[language]} (${matter.matterCode})`])}
${row(WORDS.place, [place.name, `${place.lng.toFixed(6)}, ${place.lat.toFixed(6)}`])}
${row(WORDS.time, [`${beijingTime(paper.fromMs)} — ${beijingTime(paper.untilMs)}`])}
${row(WORDS.findings, paper.findings)}
${row(WORDS.plate, paper.plate === null ? [] : [paper.plate])}
${row(WORDS.repeats, [paper.repeatCount.toString()])}
${row(
  WORDS.basis,
  paper.legalBasis.map(({ text, matterCode, areaId }) => `${text} (${matterCode}, ${areaId})`),
)}
${row(
  WORDS.why,
  paper.why.map((words) => words[language]),
)}
${row(WORDS.doubts, paper.doubts)}
</table>
<table>
${paper.blanks.map(blank).join('\n')}
</table>
<table class="small">
${row(WORDS.evidence, packages)}
${row(WORDS.made, [made])}
</table>
</body>
</html>
`;
}
