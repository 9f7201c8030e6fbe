import type { EvidenceDevice, PlateFinding, Violation } from '@lamppost/contracts';
import type { Fact, Panel, RecordSheet } from '../evidence/compose-record.js';
import {
  directionName,
  lengthName,
  matterName,
  plateName,
  valueName,
  wallTime,
  zoneName,
} from '../evidence/record-words.js';
import type { PackageMedia } from '../evidence/seal-package.js';
import { verificationCode } from '../evidence/verification-code.js';
import type { RuleDocument } from '../rules/document/rule-document.js';

/** What the composite picture of a package says, and what it shows. */
export interface RecordSheetOptions {
  readonly device: EvidenceDevice;
  readonly document: RuleDocument;
  /** Originals and the plate. */
  readonly media: readonly PackageMedia[];
  /** Shown copies. */
  readonly copies: readonly PackageMedia[];
  readonly plate: PlateFinding;
}

const NOTICE =
  '本图由设备自动合成，未经执法人员审核，仅为案件线索，不构成对违法行为的认定。与案件无关人员的头部及其他车辆的号牌已作遮挡，原件封存于证据包。';

/** Makes out the composite picture of a package; null when there is nothing to be shown. */
export function recordSheet(violation: Violation, options: RecordSheetOptions): RecordSheet | null {
  const { copies, media, plate, device, document } = options;
  const panels = choosePanels(copies, document.timeZone);
  if (panels.length === 0) return null;
  const { timeZone } = document;
  const { triggeredAtMs } = violation;
  const direction = directionName(device);
  const strip: Fact[] = [
    ['时间', `${wallTime(triggeredAtMs, timeZone)}（${zoneName(triggeredAtMs, timeZone)}）`],
    ['地点', device.place.name],
    ...(direction === null ? [] : [['方向', direction] as const]),
    ['设备编号', device.deviceCode ?? device.sourceId],
    ['事项', `疑似${matterName(violation)}（${violation.matterCode}）`],
    ['防伪码', groups(verificationCode(media))],
  ];
  return {
    panels,
    title: `疑似${matterName(violation)}`,
    facts: factsOf(violation, options),
    plate: plate.status === 'read' ? (media.find(({ role }) => role === 'plate')?.bytes ?? null) : null,
    notice: NOTICE,
    strip,
  };
}

function choosePanels(copies: readonly PackageMedia[], timeZone: string): Panel[] {
  const of = (role: PackageMedia['role']) => copies.filter((copy) => copy.role === role);
  const caption = (name: string, { capturedAtMs }: PackageMedia) =>
    capturedAtMs === null ? name : `${name}　${wallTime(capturedAtMs, timeZone)}`;
  const panoramas = of('masked');
  const [first] = panoramas;
  // The marked copy is that of the last still.
  const last = of('overlay')[0] ?? (panoramas.length > 1 ? panoramas.at(-1) : undefined);
  const shown: (readonly [string, PackageMedia | undefined])[] = [
    ['全景一', last !== undefined && last.derivedFrom === first?.derivedFrom ? undefined : first],
    [panoramas.length > 1 ? '全景二' : '全景', last],
    ['近景', of('close-up')[0]],
    ['监测数据', of('chart')[0]],
  ];
  return shown.flatMap(([name, copy]) =>
    copy === undefined ? [] : [{ picture: copy.bytes, caption: caption(name, copy) }],
  );
}

function factsOf(violation: Violation, { document, plate }: RecordSheetOptions): Fact[] {
  const { startedAtMs, triggeredAtMs, matter, zoneId, cameraId, explanation } = violation;
  const { timeZone } = document;
  const zone = document.zones.find(({ id }) => id === zoneId);
  const [condition] = explanation;
  const isTimed = condition?.unit === 'ms' && condition.limit !== null;
  const allowed = isTimed ? `（规则时限 ${valueName(condition.limit ?? 0, 'ms')}）` : '';
  const seen: Fact[] = [
    ['持续时间', `${lengthName(triggeredAtMs - startedAtMs)}${allowed}`],
    ['其间实际观测', valueName(violation.observedCoverage, 'fraction')],
  ];
  const measured: Fact[] = [['有效读数占比', valueName(violation.observedCoverage, 'fraction')]];
  const limit: Fact[] =
    condition?.value == null || condition.limit === null || isTimed
      ? []
      : [
          [
            '实测与限值',
            `${valueName(condition.value, condition.unit)} / ${valueName(condition.limit, condition.unit)}`,
          ],
        ];
  const number = plateName(plate);
  return [
    ['开始', wallTime(startedAtMs, timeZone)],
    ['触发', wallTime(triggeredAtMs, timeZone)],
    ...(matter === 'dust' ? measured : seen),
    ...limit,
    ...(zoneId === null ? [] : [['区域', zone?.name ?? zoneId] as const]),
    ...(matter === 'dust' && cameraId !== null ? [['画面来源', cameraId] as const] : []),
    ['规则', violation.ruleId],
    ...(number === null || matter !== 'parking' ? [] : [['号牌', number] as const]),
  ];
}

function groups(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join(' ');
}
