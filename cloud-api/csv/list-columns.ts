import type { CaseSummary } from '@lamppost/contracts';
import type { AuditLine } from '../audit/audit-entry.js';
import { REJECTION_REASONS } from '../cases/life/rejection-reasons.js';
import { STATES } from '../cases/life/steps.js';
import { MATTER_WORDS } from '../cases/matter-words.js';
import type { LabelledViolation } from '../cases/verdicts/list-verdicts.js';
import type { RulePrecision } from '../cases/verdicts/precision.js';
import type { DeviceSummary } from '../devices/device.js';
import type { CsvColumn } from './csv-column.js';
import { formatMoment } from './format-moment.js';

const CLOCK_WORDS = {
  review: { zh: '审核', en: 'review' },
  transfer: { zh: '移送', en: 'transfer' },
  acceptance: { zh: '接收', en: 'acceptance' },
  return: { zh: '退回处理', en: 'return' },
  erasure: { zh: '删除记录', en: 'erasure' },
  support: { zh: '协办答复', en: 'support' },
  opinion: { zh: '协办意见', en: 'opinion' },
} as const;

/** A deadline in words. */
export function clockWords(clock: keyof typeof CLOCK_WORDS): { readonly zh: string; readonly en: string } {
  return CLOCK_WORDS[clock];
}

/** The reason of a rejection in words; one that is none of ours as it stands. */
export function reasonWords(reason: string): { readonly zh: string; readonly en: string } {
  const known: Readonly<Record<string, { zh: string; en: string }>> = REJECTION_REASONS;
  return known[reason] ?? { zh: reason, en: reason };
}

/** Cases as the list shows them. */
export const CASE_COLUMNS: readonly CsvColumn<CaseSummary>[] = [
  { zh: '线索编号', en: 'Case', cell: ({ caseId }) => caseId },
  { zh: '状态', en: 'State', cell: ({ state }, { language }) => STATES[state][language] },
  { zh: '事项', en: 'Matter', cell: ({ matter }, { language }) => MATTER_WORDS[matter][language] },
  { zh: '事项代码', en: 'Matter code', cell: ({ matterCode }) => matterCode },
  { zh: '部门', en: 'Bureau', cell: ({ bureauId }) => bureauId },
  { zh: '地点', en: 'Place', cell: ({ placeName }) => placeName },
  { zh: '网关', en: 'Gateway', cell: ({ gatewayId }) => gatewayId },
  { zh: '设备', en: 'Device', cell: ({ sourceId }) => sourceId },
  { zh: '严重程度', en: 'Severity', cell: ({ severity }) => severity },
  { zh: '历史次数', en: 'Repeats', cell: ({ repeatCount }) => repeatCount },
  { zh: '开始时间', en: 'Started', cell: ({ startedAtMs }, { zone }) => formatMoment(startedAtMs, zone) },
  { zh: '触发时间', en: 'Triggered', cell: ({ triggeredAtMs }, { zone }) => formatMoment(triggeredAtMs, zone) },
  { zh: '立为线索时间', en: 'Opened', cell: ({ openedAtMs }, { zone }) => formatMoment(openedAtMs, zone) },
  {
    zh: '期限',
    en: 'Deadline',
    cell: ({ deadline }, { language }) => (deadline === null ? null : CLOCK_WORDS[deadline.clock][language]),
  },
  {
    zh: '到期时间',
    en: 'Due',
    cell: ({ deadline }, { zone }) => (deadline === null ? null : formatMoment(deadline.dueAtMs, zone)),
  },
];

/** Verdicts on violations. */
export const VERDICT_COLUMNS: readonly CsvColumn<LabelledViolation>[] = [
  { zh: '违法记录编号', en: 'Violation', cell: ({ violationId }) => violationId },
  {
    zh: '结论',
    en: 'Verdict',
    cell: ({ verdict }, { language }) => (language === 'en' ? verdict : verdict === 'confirmed' ? '属实' : '不属实'),
  },
  {
    zh: '原因',
    en: 'Reason',
    cell: ({ reason }, { language }) => (reason === undefined ? null : reasonWords(reason)[language]),
  },
];

/** How often rules were right. */
export const PRECISION_COLUMNS: readonly CsvColumn<RulePrecision>[] = [
  { zh: '网关', en: 'Gateway', cell: ({ gatewayId }) => gatewayId },
  { zh: '设备', en: 'Device', cell: ({ sourceId }) => sourceId },
  { zh: '规则', en: 'Rule', cell: ({ ruleId }) => ruleId },
  { zh: '事项', en: 'Matter', cell: ({ matter }, { language }) => MATTER_WORDS[matter][language] },
  { zh: '规则版本', en: 'Rules version', cell: ({ rules }) => rules.version },
  { zh: '规则校验值', en: 'Rules SHA-256', cell: ({ rules }) => rules.sha256 },
  { zh: '属实', en: 'Confirmed', cell: ({ verdicts }) => verdicts.confirmed },
  { zh: '不属实', en: 'Rejected', cell: ({ verdicts }) => verdicts.rejected },
  { zh: '免责', en: 'Excused', cell: ({ verdicts }) => verdicts.excused },
  { zh: '未审', en: 'Open', cell: ({ verdicts }) => verdicts.open },
  { zh: '准确率', en: 'Precision', cell: ({ precision }) => precision.share },
  { zh: '95%下限', en: '95 % low', cell: ({ precision }) => precision.interval?.low },
  { zh: '95%上限', en: '95 % high', cell: ({ precision }) => precision.interval?.high },
];

/** Entries of the audit log. */
export const AUDIT_COLUMNS: readonly CsvColumn<AuditLine>[] = [
  { zh: '序号', en: 'Number', cell: ({ entry }) => entry.number },
  { zh: '时间', en: 'At', cell: ({ entry }, { zone }) => formatMoment(entry.atMs, zone) },
  { zh: '账号', en: 'Account', cell: ({ entry }) => entry.who?.accountId },
  { zh: '姓名', en: 'Name', cell: ({ entry }) => entry.who?.displayName },
  { zh: '部门', en: 'Bureau', cell: ({ entry }) => entry.who?.bureauId },
  { zh: '操作', en: 'Action', cell: ({ entry }) => entry.action },
  { zh: '结果', en: 'Outcome', cell: ({ entry }) => entry.outcome },
  { zh: '对象类别', en: 'Subject kind', cell: ({ entry }) => entry.subject?.kind },
  { zh: '对象', en: 'Subject', cell: ({ entry }) => entry.subject?.id },
  { zh: '事由', en: 'Why', cell: ({ entry }) => entry.why },
  { zh: '内容', en: 'What', cell: ({ entry }) => JSON.stringify(entry.what) },
  { zh: '来源地址', en: 'From', cell: ({ entry }) => entry.from },
  { zh: '校验值', en: 'Hash', cell: ({ hash }) => hash },
];

const KIND_WORDS = {
  gateway: { zh: '网关', en: 'gateway' },
  camera: { zh: '摄像机', en: 'camera' },
  monitor: { zh: '监测仪', en: 'monitor' },
  speaker: { zh: '扬声器', en: 'loudspeaker' },
} as const;
const HEALTH_WORDS = {
  well: { zh: '正常', en: 'well' },
  faulty: { zh: '故障', en: 'faulty' },
  silent: { zh: '无响应', en: 'silent' },
  unknown: { zh: '未知', en: 'unknown' },
} as const;

/** Devices of the register. */
export const DEVICE_COLUMNS: readonly CsvColumn<DeviceSummary>[] = [
  { zh: '设备', en: 'Device', cell: ({ deviceId }) => deviceId },
  { zh: '类别', en: 'Kind', cell: ({ kind }, { language }) => KIND_WORDS[kind][language] },
  { zh: '名称', en: 'Name', cell: ({ name }) => name },
  { zh: '设备编码', en: 'Device code', cell: ({ deviceCode }) => deviceCode },
  { zh: '地点', en: 'Place', cell: ({ place }) => place.name },
  { zh: '经度', en: 'Longitude', cell: ({ place }) => place.lng },
  { zh: '纬度', en: 'Latitude', cell: ({ place }) => place.lat },
  { zh: '单元网格', en: 'Unit grid', cell: ({ grid }) => grid },
  { zh: '部门', en: 'Bureau', cell: ({ bureauId }) => bureauId },
  { zh: '片区', en: 'Area', cell: ({ areaId }) => areaId },
  { zh: '运行状态', en: 'Health', cell: ({ health }, { language }) => HEALTH_WORDS[health][language] },
  { zh: '法定条件缺失', en: 'Conditions missing', cell: ({ missing }) => missing.join(', ') },
  {
    zh: '最近上报',
    en: 'Last report',
    cell: ({ lastSeenAtMs }, { zone }) => (lastSeenAtMs === null ? null : formatMoment(lastSeenAtMs, zone)),
  },
  {
    zh: '停用时间',
    en: 'Out of use since',
    cell: ({ retiredAtMs }, { zone }) => (retiredAtMs === null ? null : formatMoment(retiredAtMs, zone)),
  },
];
