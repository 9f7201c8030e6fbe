import type { EvidenceDevice, PlateColour, PlateFinding, Violation } from '@lamppost/contracts';
import { DateTime } from 'luxon';
import { MATTER_CODES } from '../rules/document/matter-codes.js';

const BEIJING = 'Asia/Shanghai';
const DIRECTIONS = ['北', '东北', '东', '东南', '南', '西南', '西', '西北'];
const MATTERS = { parking: '违规停车', stall: '占道经营', burning: '露天焚烧', dust: '扬尘超标' } as const;
const COLOURS: Readonly<Record<PlateColour, string>> = {
  blue: '蓝底',
  yellow: '黄底',
  green: '绿底',
  white: '白底',
  black: '黑底',
  unknown: '底色未辨明',
};
const UNITS: Readonly<Record<string, string>> = { 'ug/m3': 'µg/m³', count: '', times: '倍' };

/** Date and time to the second on the clock on the wall: GA/T 832 asks for both in the picture. */
export function wallTime(atMs: number, timeZone: string): string {
  return DateTime.fromMillis(atMs, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm:ss');
}

/** Which clock {@link wallTime} goes by, in words. */
export function zoneName(atMs: number, timeZone: string): string {
  if (timeZone === BEIJING) return '北京时间';
  return `UTC${DateTime.fromMillis(atMs, { zone: timeZone }).toFormat('ZZ')}`;
}

/** What a violation is about, by its code where that is known. */
export function matterName({ matter, matterCode }: Violation): string {
  return MATTER_CODES.find(({ code }) => code === matterCode)?.zh ?? MATTERS[matter];
}

/** Which way a camera looks. */
export function directionName({ bearingDeg }: EvidenceDevice): string | null {
  if (bearingDeg === null) return null;
  const direction = DIRECTIONS[Math.round(bearingDeg / 45) % DIRECTIONS.length] ?? '';
  return `镜头朝${direction}（${Math.round(bearingDeg)}°）`;
}

/** A length of time in words. */
export function lengthName(lengthMs: number): string {
  const seconds = Math.round(lengthMs / 1000);
  const parts = [
    [Math.floor(seconds / 3600), '小时'],
    [Math.floor((seconds % 3600) / 60), '分'],
    [seconds % 60, '秒'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return told.length === 0 ? '0 秒' : told.join(' ');
}

/** A measured value with its unit. */
export function valueName(value: number, unit: string | null): string {
  if (unit === 'ms') return lengthName(value);
  if (unit === 'fraction') return `${Math.round(value * 100)}%`;
  const number = String(Number(value.toPrecision(4)));
  return unit === null ? number : `${number} ${UNITS[unit] ?? unit}`.trimEnd();
}

/** What became of the number plate, in words; null when it was not looked for. */
export function plateName(plate: PlateFinding): string | null {
  if (plate.status === 'none') return plate.reason === 'not-a-vehicle' ? null : '未识别';
  const { text, colour, confidence } = plate;
  return `${text}（${COLOURS[colour]}，机器识别，置信度 ${confidence.toFixed(2)}，须人工核对）`;
}
