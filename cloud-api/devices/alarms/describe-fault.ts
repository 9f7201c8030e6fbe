import { FACTORS, type Factor, SensorFaultKind } from '@lamppost/contracts';

/** The same in both languages of the pages. */
export interface BothLanguages {
  readonly zh: string;
  readonly en: string;
}

/** Factors in Chinese, as HJ 212-2025 names their codes; particulates are called by their size in both languages. */
const FACTORS_ZH: Readonly<Partial<Record<Factor, string>>> = {
  a01001: '气温',
  a01002: '相对湿度',
  a01006: '气压',
  a01007: '风速',
  a01008: '风向',
  LA: '噪声',
};

const KINDS: Readonly<Record<SensorFaultKind, BothLanguages>> = {
  'flat-line': { zh: '数值长时间不变', en: 'stands still' },
  jump: { zh: '数值突跳', en: 'leaps' },
  relocation: { zh: '位置已变', en: 'is not where it was mounted' },
  silence: { zh: '没有数据', en: 'sends nothing' },
};

/** How the details of a gateway read in Chinese; one that is not known here is shown as it came. */
const DETAILS: readonly (readonly [RegExp, string])[] = [
  [/^nothing came for (\d+) min: .+$/, '已 $1 分钟没有收到数据，请检查供电、线路和 SIM 卡'],
  [/^\S+ has stood at (\S+) for (\d+) min: .+$/, '停在 $1 已 $2 分钟，请查看是否堵塞、断电或被涂抹'],
  [/^\S+ leapt from (\S+) to (\S+), .+$/, '由 $1 跳到 $2，空气不会这样变化，请检查传感器和线路'],
  [/^it says that it is (\d+) m from its place: .+$/, '自报位置与登记相距 $1 米，请核实是否被移动'],
];

const isFactor = (code: string | undefined): code is Factor => code !== undefined && code in FACTORS;

/** A fault of a monitor in words. `about` is its kind and, where it is about one factor, the code of that: `flat-line a34002`. */
export function describeFault(about: string, detail: string): BothLanguages {
  const [first = '', code] = about.split(' ');
  const kind = SensorFaultKind.safeParse(first).data;
  if (kind === undefined) return { zh: `${about}：${detail}`, en: `${about}: ${detail}` };
  const factor = isFactor(code) ? { zh: FACTORS_ZH[code] ?? FACTORS[code].name, en: FACTORS[code].name } : null;
  const known = DETAILS.find(([sentence]) => sentence.test(detail));
  const detailZh = known === undefined ? detail : detail.replace(known[0], known[1]);
  const detailEn = factor === null ? detail : detail.replaceAll(code ?? '', factor.en);
  return {
    zh: `${factor === null ? '' : `${factor.zh} `}${KINDS[kind].zh}（${detailZh}）`,
    en: `${factor === null ? 'it' : factor.en} ${KINDS[kind].en} (${detailEn})`,
  };
}
