import { isChinaYearKnown } from '../../schedules/public-holidays.js';
import { dustPreset } from './dust-presets.js';
import { DEFAULT_MATTER_CODE, MATTER_CODES } from './matter-codes.js';
import { crossesItself } from './crosses-itself.js';
import type { RuleDocument } from './rule-document.js';
import type { RuleWarningCode } from './rule-note.js';
import type { Rule } from './rule.js';
import type { Schedule } from './schedule.js';
import type { TwoLanguages } from './two-languages.js';
import type { VendingPoint } from './vending-point.js';

/** Something an operator should look at. */
interface Warning {
  readonly code: RuleWarningCode;
  readonly path: readonly PropertyKey[];
  readonly message: TwoLanguages;
}

/** What is allowed in a document, and may still not be what was meant. */
export function warningsOf(document: RuleDocument, nowMs: number): Warning[] {
  return [
    ...document.rules.flatMap((rule, index) => [
      ...matterCodeOf(rule, index),
      ...presetOf(rule, index),
      ...stillsOf(rule, index),
      ...cloudAlone(rule, index),
    ]),
    ...yearOf(document, nowMs),
    ...unusedZones(document),
    ...polygons(document),
    ...pointsWithoutEffect(document),
  ];
}

function matterCodeOf({ matter, matterCode }: Rule, index: number): Warning[] {
  const path = ['rules', index, 'matterCode'];
  const usual = DEFAULT_MATTER_CODE[matter];
  const coded = MATTER_CODES.find(({ code }) => code === matterCode);
  if (coded === undefined)
    return [
      {
        code: 'rules.code-unknown',
        path,
        message: {
          zh: `代码表中没有 ${matterCode}，请核对；${matter} 通常为 ${usual}`,
          en: `${matterCode} is not in the list of codes; check it; ${matter} usually has ${usual}`,
        },
      },
    ];
  if (coded.matter === matter) return [];
  return [
    {
      code: 'rules.code-of-other-matter',
      path,
      message: {
        zh: `${matterCode} 是“${coded.zh}”，与 ${matter} 不符，请核对；通常为 ${usual}`,
        en: `${matterCode} is "${coded.en}", which is not ${matter}; check it; usual is ${usual}`,
      },
    },
  ];
}

function presetOf(rule: Rule, index: number): Warning[] {
  if (rule.matter !== 'dust' || rule.preset === null) return [];
  const preset = dustPreset(rule.preset);
  // What the operator has set apart from the preset was looked up by the operator.
  const own = rule.baseline?.cap === preset.baseline?.cap ? [] : ['cap'];
  for (const field of ['limit', 'windowSeconds', 'maxPerDay'] as const)
    if (rule[field] !== preset[field]) own.push(field);
  const toCheck = preset.toCheck.filter((field) => !own.includes(field));
  if (toCheck.length === 0) return [];
  const fields = toCheck.join(', ');
  return [
    {
      code: 'rules.preset-unverified',
      path: ['rules', index, 'preset'],
      message: {
        zh: `请对照 ${preset.standard} 原文核对：${fields}；这些数值未见公布的文本`,
        en: `compare with the text of ${preset.standard}: ${fields}; no published text was seen for these`,
      },
    },
  ];
}

function stillsOf(rule: Rule, index: number): Warning[] {
  if (rule.matter === 'dust' || rule.stills === null) return [];
  const { count, leastSecondsApart } = rule.stills;
  const neededSeconds = (count - 1) * leastSecondsApart;
  if (neededSeconds <= rule.forSeconds) return [];
  return [
    {
      code: 'rules.stills-too-many',
      path: ['rules', index, 'stills'],
      message: {
        zh: `${count} 张、每张相隔 ${leastSecondsApart} 秒，需 ${neededSeconds} 秒，而 forSeconds 只有 ${rule.forSeconds}；照片会少于所需`,
        en: `${count} pictures ${leastSecondsApart} s apart need ${neededSeconds} s, and forSeconds is ${rule.forSeconds}; there will be fewer`,
      },
    },
  ];
}

function cloudAlone({ remind }: Rule, index: number): Warning[] {
  if (remind?.speaker !== null || !remind.cloud) return [];
  return [
    {
      code: 'rules.reminder-by-cloud-alone',
      path: ['rules', index, 'remind', 'cloud'],
      message: {
        zh: '只靠云端提醒：请确认云端已配置 webhook；云端一分钟内未受理时，不再等待，直接上报',
        en: 'the cloud alone reminds: see that it has a webhook; when it does not take the reminder within a minute, the rule leads at once',
      },
    },
  ];
}

function yearOf(document: RuleDocument, nowMs: number): Warning[] {
  const year = new Date(nowMs).getUTCFullYear();
  const { calendar, daysOff } = document.holidays;
  const schedules = [
    ...document.rules.map(({ when }) => when),
    ...document.vendingPoints.map(({ hours }) => hours),
    ...document.speakers.map(({ quiet }) => quiet),
  ];
  const isKnown = isChinaYearKnown(year) || daysOff.some((day) => day.startsWith(`${year}-`));
  if (calendar === 'none' || isKnown || !schedules.some(usesHolidays)) return [];
  return [
    {
      code: 'rules.year-unknown',
      path: ['holidays'],
      message: {
        zh: `此版本还没有 ${year} 年放假安排，当年按星期判断；请升级，或写入 daysOff 与 workdays`,
        en: `this version does not know the holidays of ${year}, and goes by the week; update it, or write daysOff and workdays`,
      },
    },
  ];
}

function usesHolidays(schedule: Schedule | null): boolean {
  return (schedule ?? []).some(({ days }) =>
    days.some((day) => day === 'workday' || day === 'restday' || day === 'holiday'),
  );
}

function unusedZones({ zones, rules }: RuleDocument): Warning[] {
  const used = new Set(rules.flatMap((rule) => (rule.matter === 'dust' ? [] : [rule.zone])));
  return zones.flatMap(({ id }, index) =>
    used.has(id)
      ? []
      : [
          {
            code: 'rules.zone-unused' as const,
            path: ['zones', index],
            message: {
              zh: `没有规则使用区域 "${id}"；请加规则，或删去该区域`,
              en: `no rule looks at zone "${id}"; add a rule, or take the zone out`,
            },
          },
        ],
  );
}

function polygons({ zones, vendingPoints }: RuleDocument): Warning[] {
  return Object.entries({ zones, vendingPoints }).flatMap(([list, areas]) =>
    areas.flatMap(({ polygon }, index) =>
      crossesItself(polygon)
        ? [
            {
              code: 'rules.polygon-crosses-itself' as const,
              path: [list, index, 'polygon'],
              message: {
                zh: '多边形的边互相交叉；请按顺序沿边界写各点',
                en: 'its edges cross one another; write the points in order along the border',
              },
            },
          ]
        : [],
    ),
  );
}

function pointsWithoutEffect({ zones, vendingPoints, rules }: RuleDocument): Warning[] {
  const judged = zones.filter((zone) => rules.some((rule) => rule.matter === 'stall' && rule.zone === zone.id));
  const excuses = ({ camera }: VendingPoint) => judged.some((zone) => zone.camera === camera && zone.tier !== 'banned');
  return vendingPoints.flatMap((point, index) =>
    excuses(point)
      ? []
      : [
          {
            code: 'rules.point-without-effect' as const,
            path: ['vendingPoints', index],
            message: {
              zh: `摄像机 "${point.camera}" 没有可用疏导点的摆摊规则（严禁区不适用），疏导点 "${point.id}" 不起作用`,
              en: `no stall rule on camera "${point.camera}" heeds vending point "${point.id}" (in a banned zone none counts)`,
            },
          },
        ],
  );
}
