import type { Matter } from '@lamppost/contracts';
import type { Proportion } from '../cases/verdicts/proportion.js';
import { STATES, STEPS } from '../cases/life/steps.js';
import { MATTER_WORDS } from '../cases/matter-words.js';
import type { CsvColumn } from '../csv/csv-column.js';
import { formatMoment } from '../csv/format-moment.js';
import { clockWords, reasonWords } from '../csv/list-columns.js';
import type { CaseCount, CaseDimension } from './count-cases.js';
import type { HourCount } from './count-hours.js';
import type { Persuasion } from './count-persuasion.js';
import type { RejectionCount } from './count-rejections.js';
import type { RepeatOffender, RepeatPlace } from './find-repeats.js';
import type { KeptDeadlines } from './keep-deadlines.js';
import type { StepDimension, StepTime } from './time-steps.js';

const HOUR_MS = 3_600_000;

function matterColumn<Row extends { readonly matter?: Matter | undefined }>(): CsvColumn<Row> {
  return {
    zh: '事项',
    en: 'Matter',
    cell: ({ matter }, { language }) => (matter === undefined ? null : MATTER_WORDS[matter][language]),
  };
}

function bureauColumn<Row extends { readonly bureauId?: string | null | undefined }>(): CsvColumn<Row> {
  return { zh: '部门', en: 'Bureau', cell: ({ bureauId }) => bureauId };
}

function stepDimensions<Row extends Pick<StepTime, 'matter' | 'bureauId'>>(
  by: StepDimension | undefined,
): CsvColumn<Row>[] {
  switch (by) {
    case undefined:
      return [];
    case 'matter':
      return [matterColumn()];
    case 'bureau':
      return [bureauColumn()];
  }
}

function proportionColumns<Row>(
  words: { readonly zh: string; readonly en: string },
  of: (row: Row) => Proportion,
): CsvColumn<Row>[] {
  return [
    { ...words, cell: (row) => of(row).count },
    { zh: '总数', en: 'Of', cell: (row) => of(row).of },
    { zh: '比例', en: 'Share', cell: (row) => of(row).share },
    { zh: '95%下限', en: '95 % low', cell: (row) => of(row).interval?.low },
    { zh: '95%上限', en: '95 % high', cell: (row) => of(row).interval?.high },
  ];
}

const DIMENSIONS: Readonly<Record<CaseDimension, CsvColumn<CaseCount>>> = {
  day: { zh: '日期', en: 'Day', cell: ({ day }) => day },
  matter: matterColumn(),
  state: {
    zh: '状态',
    en: 'State',
    cell: ({ state }, { language }) => (state === undefined ? null : STATES[state][language]),
  },
  bureau: bureauColumn(),
  area: { zh: '片区', en: 'Area', cell: ({ areaId }) => areaId },
};

/** Columns of the numbers of cases. */
export function caseCountColumns(by: readonly CaseDimension[]): readonly CsvColumn<CaseCount>[] {
  return [...by.map((one) => DIMENSIONS[one]), { zh: '线索数', en: 'Cases', cell: ({ cases }) => cases }];
}

/** Columns of the times to steps, in hours. */
export function stepTimeColumns(by: StepDimension | undefined): readonly CsvColumn<StepTime>[] {
  return [
    { zh: '步骤', en: 'Step', cell: ({ step }, { language }) => STEPS[step][language] },
    ...stepDimensions<StepTime>(by),
    { zh: '次数', en: 'Taken', cell: ({ taken }) => taken },
    { zh: '中位数（小时）', en: 'Median (h)', cell: ({ medianMs }) => medianMs / HOUR_MS },
    { zh: '九成以内（小时）', en: '90th percentile (h)', cell: ({ p90Ms }) => p90Ms / HOUR_MS },
  ];
}

/** Columns of the deadlines. */
export function deadlineColumns(by: StepDimension | undefined): readonly CsvColumn<KeptDeadlines>[] {
  return [
    { zh: '期限', en: 'Deadline', cell: ({ clock }, { language }) => clockWords(clock)[language] },
    ...stepDimensions<KeptDeadlines>(by),
    ...proportionColumns<KeptDeadlines>({ zh: '按期', en: 'Kept' }, ({ kept }) => kept),
    { zh: '现已逾期', en: 'Overdue now', cell: ({ overdue }) => overdue },
  ];
}

const REPEAT_COLUMNS: readonly CsvColumn<Pick<RepeatPlace, 'cases' | 'confirmed' | 'lastOpenedAtMs'>>[] = [
  { zh: '线索数', en: 'Cases', cell: ({ cases }) => cases },
  { zh: '属实', en: 'Confirmed', cell: ({ confirmed }) => confirmed },
  { zh: '最近一次', en: 'Latest', cell: ({ lastOpenedAtMs }, { zone }) => formatMoment(lastOpenedAtMs, zone) },
];

/** Columns of repeat places. */
export const PLACE_COLUMNS: readonly CsvColumn<RepeatPlace>[] = [
  { zh: '地点', en: 'Place', cell: ({ placeName }) => placeName },
  { zh: '网关', en: 'Gateway', cell: ({ gatewayId }) => gatewayId },
  { zh: '设备', en: 'Device', cell: ({ sourceId }) => sourceId },
  matterColumn(),
  ...REPEAT_COLUMNS,
];

/** Columns of repeat offenders. */
export const OFFENDER_COLUMNS: readonly CsvColumn<RepeatOffender>[] = [
  { zh: '号牌（脱敏）', en: 'Plate (masked)', cell: ({ plate }) => plate },
  { zh: '地点数', en: 'Places', cell: ({ places }) => places },
  ...REPEAT_COLUMNS,
];

/** Columns of the hours of the week. */
export const HOUR_COLUMNS: readonly CsvColumn<HourCount>[] = [
  { zh: '星期（1为周一）', en: 'Weekday (1 is Monday)', cell: ({ weekday }) => weekday },
  { zh: '小时', en: 'Hour', cell: ({ hour }) => hour },
  { zh: '线索数', en: 'Cases', cell: ({ cases }) => cases },
];

/** Columns of the reasons to reject. */
export const REJECTION_COLUMNS: readonly CsvColumn<RejectionCount>[] = [
  { zh: '原因', en: 'Reason', cell: ({ reason }, { language }) => reasonWords(reason)[language] },
  matterColumn(),
  { zh: '次数', en: 'Rejections', cell: ({ rejections }) => rejections },
];

/** Columns of what persuasion settled. */
export const PERSUASION_COLUMNS: readonly CsvColumn<Persuasion>[] = [
  matterColumn(),
  ...proportionColumns<Persuasion>({ zh: '劝导改正', en: 'Corrected' }, ({ corrected }) => corrected),
  { zh: '提醒单后改正', en: 'After a reminder', cell: ({ afterReminder }) => afterReminder },
  { zh: '提醒单', en: 'Reminders', cell: ({ reminders }) => reminders },
  { zh: '案卷单', en: 'Case files', cell: ({ caseFiles }) => caseFiles },
];
