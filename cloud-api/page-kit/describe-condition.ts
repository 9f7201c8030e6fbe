import { formatDuration } from './format.js';
import type { Language } from './language.js';

const LABELS: Readonly<Record<string, string>> = {
  car: '小汽车',
  truck: '货车',
  bus: '客车',
  motorcycle: '摩托车',
  bicycle: '自行车',
  person: '行人',
  fire: '明火',
  smoke: '烟雾',
  stall: '摊位',
  tricycle: '三轮车',
  goods: '货品',
  'an unknown object': '不明物体',
  umbrella: '雨伞',
  backpack: '背包',
  handbag: '手提包',
  suitcase: '箱子',
  bottle: '瓶装货品',
  cup: '杯装货品',
  bowl: '碗具',
  banana: '香蕉',
  apple: '苹果',
  orange: '橙子',
  broccoli: '蔬菜',
  carrot: '胡萝卜',
  'potted plant': '盆栽',
  bench: '长凳',
  chair: '椅子',
  'dining table': '桌子',
  book: '书籍',
};

const FACTORS: Readonly<Record<string, string>> = {
  a34001: 'TSP',
  a34002: 'PM10',
  a34004: 'PM2.5',
  a01001: '气温',
  a01002: '相对湿度',
  a01006: '气压',
  a01007: '风速',
  a01008: '风向',
  LA: '噪声',
};

/** What a detector calls it, in the reader's language. */
export function nameLabel(label: string, language: Language): string {
  return language === 'zh' ? (LABELS[label] ?? label) : label;
}

type Describer = readonly [RegExp, (parts: readonly string[]) => string];

/** How the sentences of a gateway read in Chinese; one that is not known here is shown as it came. */
const DESCRIBERS: readonly Describer[] = [
  [
    /^(.+) stationary in zone (\S+)$/,
    ([label = '', zone = '']) => `${nameLabel(label, 'zh')}在区域「${zone}」内静止停留`,
  ],
  [
    /^person standing with (.+) in zone (\S+)$/,
    ([goods = '', zone = '']) => `有人携${nameLabel(goods, 'zh')}在区域「${zone}」内停留`,
  ],
  [
    /^(fire|smoke) in (\d+) of (\d+) looks in zone (\S+)$/,
    ([label = '', seen = '', of = '', zone = '']) =>
      `区域「${zone}」内持续出现${nameLabel(label, 'zh')}（最近 ${of} 次分析中 ${seen} 次可见）`,
  ],
  [/^mean score of the fire$/, () => '明火的平均识别得分'],
  [
    /^signs of fire at the smoke in (\d+) of (\d+) looks$/,
    ([seen = '', of = '']) => `烟雾中或其旁有明火迹象（最近 ${of} 次分析中 ${seen} 次可见）`,
  ],
  [/^smoke not seen in the background$/, () => '此处长期背景中没有烟雾（背景平均得分）'],
  [/^smoke grown from (\d+) to (\d+) cells$/, ([from = '', to = '']) => `烟雾范围由 ${from} 格扩大到 ${to} 格`],
  [
    /^(\S+) at (\S+) rose from ([\d.]+) to ([\d.]+)$/,
    ([factor = '', sensor = '', from = '', to = '']) =>
      `监测点 ${sensor} 的 ${FACTORS[factor] ?? factor} 由 ${from} 升至 ${to}`,
  ],
  [
    /^people gathered at stopped (.+) in zone (\S+)$/,
    ([vehicle = '', zone = '']) => `区域「${zone}」内有人聚集在停驻的${nameLabel(vehicle, 'zh')}旁`,
  ],
  [/^stall seen by a model in zone (\S+)$/, ([zone = '']) => `模型在区域「${zone}」内识别到摊位`],
  [/^unknown object seen in place, still$/, () => '不明物体在原处静止可见的时间占比'],
  [/^unproven: no stall model; .+$/, () => '未经验证：无摊位识别模型，仅由同处的人与物推断，须到场核实'],
  [/^flame by colour and flicker in zone (\S+)$/, ([zone = '']) => `区域「${zone}」内出现明火（颜色与闪烁特征）`],
  [
    /^mean of (\S+) over (\d+) s at (\S+)$/,
    ([factor = '', seconds = '', sensor = '']) =>
      `监测点 ${sensor} 的 ${FACTORS[factor] ?? factor} ${formatDuration(Number(seconds) * 1_000, 'zh')}均值`,
  ],
];

/** A condition that held, in plain words. */
export function describeCondition(condition: string, language: Language): string {
  if (language === 'en') return condition;
  for (const [pattern, describe] of DESCRIBERS) {
    const found = pattern.exec(condition);
    if (found !== null) return describe(found.slice(1));
  }
  return condition;
}
