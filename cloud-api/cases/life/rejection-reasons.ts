import type { Matter, RejectionCode, ViolationVerdict } from '@lamppost/contracts';

/** Why a case may be rejected. */
export interface RejectionReason {
  readonly zh: string;
  readonly en: string;
  /** The law that names it; null: it is a reason of our own. */
  readonly law: string | null;
  /** Working days within which the law, which speaks of vehicles, wants the record deleted; null where no law says so. */
  readonly deleteWithinDays: number | null;
  /** Matters that it can be a reason for. */
  readonly matters: readonly Matter[];
  /** Whether it speaks against the rule that found it (`rejected`), or not (`excused`). */
  readonly verdict: Exclude<ViolationVerdict, 'confirmed'>;
  /** Whether it has to be put into words. */
  readonly needsNote: boolean;
}

const ALL: readonly Matter[] = ['dust', 'parking', 'stall', 'burning'];
// 道路交通安全违法行为处理程序规定 (2020) art. 22: a record is deleted within 3 days of verifying one of these grounds. It is about vehicles.
const named = {
  law: '道路交通安全违法行为处理程序规定（2020）第二十二条',
  deleteWithinDays: 3,
  matters: ['parking'],
} as const;
const ours = { law: null, deleteWithinDays: null, matters: ALL } as const;

/** All reasons by their codes. */
export const REJECTION_REASONS = {
  'emergency-duty': {
    ...named,
    zh: '警车、消防车、救护车、工程救险车执行紧急任务',
    en: 'a police, fire, ambulance or rescue vehicle on duty',
    verdict: 'excused',
    needsNote: false,
  },
  'stolen-or-cloned': {
    ...named,
    zh: '机动车被盗抢或者号牌被套用',
    en: 'the vehicle was stolen, or its plate cloned',
    verdict: 'excused',
    needsNote: false,
  },
  'rescue-or-necessity': {
    ...named,
    zh: '救助危难或者紧急避险',
    en: 'rescue or necessity',
    verdict: 'excused',
    needsNote: false,
  },
  'handled-on-site': {
    ...named,
    zh: '已在现场处理',
    en: 'already handled on site',
    verdict: 'excused',
    needsNote: false,
  },
  'signals-inconsistent': {
    ...named,
    zh: '交通信号指示不一致',
    en: 'signals or signs contradict each other',
    verdict: 'excused',
    needsNote: false,
  },
  'unclear-record': {
    ...named,
    matters: ALL,
    zh: '记录资料不清晰、不完整',
    en: 'the record is unclear or incomplete',
    verdict: 'rejected',
    needsNote: false,
  },
  'wrong-plate': {
    ...named,
    zh: '号牌识别或者录入错误',
    en: 'the plate is wrong',
    verdict: 'excused',
    needsNote: false,
  },
  'other-to-be-deleted': {
    ...named,
    zh: '其他应当消除的情形',
    en: 'another ground to delete the record',
    verdict: 'excused',
    needsNote: true,
  },
  'false-detection': {
    ...ours,
    zh: '误识别，画面或数据中没有该对象',
    en: 'the machine was wrong: what it names is not there',
    verdict: 'rejected',
    needsNote: false,
  },
  'not-an-offence': {
    ...ours,
    zh: '不构成违法',
    en: 'what is seen is no offence',
    verdict: 'rejected',
    needsNote: false,
  },
  'outside-area': {
    ...ours,
    zh: '不在管控区域或者时段',
    en: 'outside the zone or its hours',
    verdict: 'rejected',
    needsNote: false,
  },
  permitted: {
    ...ours,
    zh: '已经许可（疏导点、占道许可等）',
    en: 'it was permitted (vending point, permit)',
    verdict: 'rejected',
    needsNote: false,
  },
  other: { ...ours, zh: '其他', en: 'another reason', verdict: 'excused', needsNote: true },
} as const satisfies Record<RejectionCode, RejectionReason>;

/** Working days within which the record of a rejected case must be deleted; null where no law says so. */
export function deleteWithinDays(code: RejectionCode, matter: Matter): number | null {
  return matter === 'parking' ? REJECTION_REASONS[code].deleteWithinDays : null;
}
