import { EpochMs, Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { CATALOGUE } from '../../errors/catalogue.js';
import { LegalCondition } from '../device.js';
import { nameCondition } from '../missing-conditions.js';
import { type BothLanguages, describeFault } from './describe-fault.js';

/** What somebody has to look after. */
export const DeviceAlarmKind = z.enum([
  'gateway-silent',
  'gateway-short',
  'camera-down',
  'sensor-fault',
  'packages-refused',
  'certificate-expiring',
  'certificate-expired',
  'revoked-key',
]);
export type DeviceAlarmKind = z.infer<typeof DeviceAlarmKind>;

/** Facts of an alarm, by name. */
export type AlarmFacts = Readonly<Record<string, string | number | null>>;

/** An alarm as it is listed. */
export const DeviceAlarm = z.object({
  alarmNumber: z.int(),
  deviceId: z.string(),
  gatewayId: Slug,
  sourceId: Slug.nullable(),
  kind: DeviceAlarmKind,
  /** Which of several of the kind: the fault of a monitor, the condition of a certificate; empty where there is one alone. */
  about: z.string(),
  what: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  zh: z.string(),
  en: z.string(),
  bureauId: z.string().nullable(),
  openedAtMs: EpochMs,
  /** Null while it goes on. */
  closedAtMs: EpochMs.nullable(),
});
export type DeviceAlarm = z.infer<typeof DeviceAlarm>;

/** A page of alarms, the newest first. */
export const DeviceAlarmPage = z.object({ alarms: z.array(DeviceAlarm), nextCursor: z.string().nullable() });
export type DeviceAlarmPage = z.infer<typeof DeviceAlarmPage>;

const text = (fact: string | number | null | undefined) => (fact ?? '').toString();

function describeCode(code: string): BothLanguages {
  const known = (CATALOGUE as Readonly<Record<string, { titleZh: string; titleEn: string }>>)[code];
  return known === undefined
    ? { zh: code, en: code }
    : { zh: `${known.titleZh}（${code}）`, en: `${known.titleEn} (${code})` };
}

/** What an alarm is about, in words. */
export function describeAlarm(kind: DeviceAlarmKind, about: string, what: AlarmFacts): BothLanguages {
  const condition = LegalCondition.safeParse(about).data;
  const name = condition === undefined ? { zh: about, en: about } : nameCondition(condition);
  switch (kind) {
    case 'gateway-silent':
      return { zh: '网关长时间未上报', en: 'the gateway has not reported' };
    case 'gateway-short':
      return { zh: `网关资源不足：${text(what.shortage)}`, en: `the gateway runs short: ${text(what.shortage)}` };
    case 'camera-down':
      return { zh: `摄像机断线：${text(what.reason)}`, en: `the camera is away: ${text(what.reason)}` };
    case 'sensor-fault': {
      const fault = describeFault(about, text(what.detail));
      return { zh: `监测仪故障：${fault.zh}`, en: `fault of the monitor: ${fault.en}` };
    }
    case 'packages-refused': {
      const why = describeCode(text(what.code));
      return {
        zh: `24小时内有${text(what.count)}个证据包被拒收，最近原因：${why.zh}`,
        en: `${text(what.count)} packages were refused within 24 hours, the last for: ${why.en}`,
      };
    }
    case 'certificate-expiring':
      return { zh: `${name.zh}将于${text(what.until)}到期`, en: `${name.en} ends on ${text(what.until)}` };
    case 'certificate-expired':
      return { zh: `${name.zh}已于${text(what.until)}到期`, en: `${name.en} ended on ${text(what.until)}` };
    case 'revoked-key':
      return { zh: '已吊销的密钥仍在使用', en: 'a key that was revoked is still used' };
  }
}
