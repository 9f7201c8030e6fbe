import type { Paper, PaperKind } from './paper.js';

type Blank = Paper['blanks'][number];

const PARTY: readonly Blank[] = [
  { blank: 'party', zh: '当事人（姓名或名称）', en: 'Party (name)' },
  { blank: 'party-id', zh: '证件类型及号码', en: 'Kind and number of the document of identity' },
  { blank: 'party-contact', zh: '住址及联系电话', en: 'Address and telephone' },
];
const SIGNATURES: readonly Blank[] = [
  // 行政处罚法 art. 42: two officers who are qualified.
  { blank: 'officer-1', zh: '执法人员（签名、执法证号）', en: 'Officer (signature, number of the certificate)' },
  { blank: 'officer-2', zh: '执法人员（签名、执法证号）', en: 'Second officer (signature, number of the certificate)' },
  { blank: 'party-signature', zh: '当事人签收（日期）', en: 'Received by the party (date)' },
  { blank: 'seal', zh: '单位（印章、日期）', en: 'Bureau (seal, date)' },
];

/** What a person fills in on each of the two papers. */
export const PAPER_BLANKS: Readonly<Record<PaperKind, readonly Blank[]>> = {
  reminder: [
    ...PARTY,
    { blank: 'to-do', zh: '请当事人作出的改正', en: 'What the party is asked to put right' },
    { blank: 'until', zh: '改正期限', en: 'Until when' },
    ...SIGNATURES,
  ],
  'case-file': [
    ...PARTY,
    { blank: 'site-findings', zh: '现场核查情况', en: 'What was found on site' },
    { blank: 'statement', zh: '当事人陈述和申辩', en: 'What the party states and says in defence' },
    { blank: 'law', zh: '涉嫌违反的规定', en: 'Provisions that it may be against' },
    { blank: 'opinion', zh: '承办人意见', en: 'Opinion of whoever handles it' },
    ...SIGNATURES,
  ],
};
