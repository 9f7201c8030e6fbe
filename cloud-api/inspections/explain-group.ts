import { MATTER_WORDS } from '../cases/matter-words.js';
import type { CaseGroup } from './group-cases.js';

/** Why cases are proposed as one visit, in words. No plate stands in it: whoever may not read plates may read this. */
export function explainGroup({ kind, cases }: CaseGroup, radiusM: number): { zh: string; en: string } {
  const [first] = cases;
  const place = first?.placeName ?? '';
  const bureaus = new Set(cases.map(({ bureauId }) => bureauId)).size;
  const why = {
    plate: { zh: '涉及同一车辆', en: 'are of one vehicle' },
    spot: { zh: `出自“${place}”同一摊点`, en: `are of one vending spot at "${place}"` },
    place: { zh: `相距“${place}”不超过 ${radiusM} 米`, en: `lie within ${radiusM} m of "${place}"` },
  }[kind];
  const list = (language: 'zh' | 'en') =>
    cases.map(({ caseId, matter, bureauId }) => `${caseId} ${MATTER_WORDS[matter][language]} (${bureauId ?? '—'})`);
  return {
    zh: `${cases.length} 件在办线索${why.zh}，分属 ${bureaus} 个部门，建议综合查一次：${list('zh').join('、')}`,
    en: `${cases.length} open cases ${why.en}, of ${bureaus} ${bureaus === 1 ? 'bureau' : 'bureaus'}; one visit can settle them: ${list('en').join(', ')}`,
  };
}
