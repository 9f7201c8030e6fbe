import type { DeviceKind } from './device.js';
import type { DeviceSettings } from './device-settings.js';

/** First two digits of a division (GB/T 2260): provinces, autonomous regions, municipalities, special regions. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(' '),
);

/**
 * What is wrong with a GB/T 28181 device ID, each fault naming its digits, counted from 1: division (1-6), access unit (7-8), industry (9-10), type
 * (11-13), network (14), serial (15-20). Access unit, network and serial may be anything. Empty when nothing is.
 */
export function findCodeFaults(
  code: string,
  kind: DeviceKind,
  { industries, typeCodes }: Pick<DeviceSettings, 'industries' | 'typeCodes'>,
): string[] {
  const stray = /\D/.exec(code);
  if (stray !== null) return [`digit ${stray.index + 1} is ${JSON.stringify(stray[0])}: it must be 20 digits`];
  if (code.length !== 20) return [`it has ${code.length} digits instead of 20`];
  const faults: string[] = [];
  const province = code.slice(0, 2);
  if (!PROVINCES.has(province))
    faults.push(`digits 1-6 (division) are ${code.slice(0, 6)}: no province is ${province}`);
  if (code.slice(2, 4) === '00' && code.slice(4, 6) !== '00')
    faults.push(`digits 1-6 (division) are ${code.slice(0, 6)}: a county without a city`);
  const industry = code.slice(8, 10);
  if (!industries.includes(industry))
    faults.push(`digits 9-10 (industry) are ${industry}: this town takes ${industries.join(', ')}`);
  const type = code.slice(10, 13);
  if (!typeCodes[kind].includes(type))
    faults.push(`digits 11-13 (type) are ${type}: a ${kind} has ${typeCodes[kind].join(' or ')}`);
  return faults;
}
