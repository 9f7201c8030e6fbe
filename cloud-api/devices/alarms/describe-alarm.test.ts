import { expect, test } from 'vitest';
import { describeAlarm } from './device-alarm.js';
import { describeFault } from './describe-fault.js';

test.each([
  [
    'flat-line a34002',
    'a34002 has stood at 48 for 62 min: is it blocked, switched off or painted over?',
    '监测仪故障：PM10 数值长时间不变（停在 48 已 62 分钟，请查看是否堵塞、断电或被涂抹）',
    'fault of the monitor: PM10 stands still (PM10 has stood at 48 for 62 min: is it blocked, switched off or painted over?)',
  ],
  [
    'jump LA',
    'LA leapt from 50 to 120, further than the air can: look at the sensor and its line',
    '监测仪故障：噪声 数值突跳（由 50 跳到 120，空气不会这样变化，请检查传感器和线路）',
    'fault of the monitor: noise leaps (noise leapt from 50 to 120, further than the air can: look at the sensor and its line)',
  ],
  [
    'silence',
    'nothing came for 30 min: look at power, line and SIM card',
    '监测仪故障：没有数据（已 30 分钟没有收到数据，请检查供电、线路和 SIM 卡）',
    'fault of the monitor: it sends nothing (nothing came for 30 min: look at power, line and SIM card)',
  ],
  [
    'relocation',
    'it says that it is 900 m from its place: was it carried away?',
    '监测仪故障：位置已变（自报位置与登记相距 900 米，请核实是否被移动）',
    'fault of the monitor: it is not where it was mounted (it says that it is 900 m from its place: was it carried away?)',
  ],
])('the fault %j is told in words', (about, detail, zh, en) => {
  expect(describeAlarm('sensor-fault', about, { detail })).toEqual({ zh, en });
});

test('what a later gateway says is shown as it came', () => {
  expect(describeFault('frost a99999', 'ice')).toEqual({ zh: 'frost a99999：ice', en: 'frost a99999: ice' });
  expect(describeFault('jump a99999', 'up')).toEqual({ zh: '数值突跳（up）', en: 'it leaps (up)' });
});

test('why packages were refused is told by its title, with the code for whoever looks it up', () => {
  expect(describeAlarm('packages-refused', '', { count: 2, code: 'evidence.file-altered' })).toEqual({
    zh: '24小时内有2个证据包被拒收，最近原因：文件被改动（evidence.file-altered）',
    en: '2 packages were refused within 24 hours, the last for: A file is not the one that was sealed (evidence.file-altered)',
  });
  expect(describeAlarm('packages-refused', '', { count: 2, code: 'of.later' }).zh).toContain('最近原因：of.later');
});
