import type { CaseEvent } from '@lamppost/contracts';
import { expect, test } from 'vitest';
import { describeEvent, hasChainQuestion } from './describe-event.js';

test.each<[CaseEvent['kind'], string, string]>([
  ['started', 'seen by camera-1', '发现设备 camera-1'],
  ['triggered', 'rule no-parking', '规则 no-parking'],
  ['opened', 'candidate case LP-20260301-000001', '编号 LP-20260301-000001'],
  ['sealed', 'package 7 of pole-001; clock synchronised (kernel)', '网关 pole-001 第 7 号证据包，时钟已同步'],
  ['sealed', 'package 7 of pole-001; clock NOT synchronised (kernel)', '网关 pole-001 第 7 号证据包，时钟未同步'],
  [
    'sealed',
    'package 7 of pole-001; clock status unknown; chain question: sequence 7 is also that of ab',
    '网关 pole-001 第 7 号证据包，时钟状态未知；证据链存疑：序号 7 与证据包 ab 相同',
  ],
  [
    'sealed',
    'package 7 of pole-001; clock synchronised (kernel); off by 3.5 ms, known to 12.25 ms',
    '网关 pole-001 第 7 号证据包，时钟已同步，偏差 3.5 毫秒（不确定度 12.25 毫秒）',
  ],
  [
    'sealed',
    'package 7 of pole-001; clock status unknown; off by 1400 ms, known to 20 ms: MORE than 1.0 s; chain question: gap',
    '网关 pole-001 第 7 号证据包，时钟状态未知，偏差 1400 毫秒（不确定度 20 毫秒），可能超过 1.0 秒；证据链存疑：gap',
  ],
  [
    'sealed',
    'package 7 of pole-001; clock synchronised (kernel); its times are AHEAD of those of the cloud; chain question: gap',
    '网关 pole-001 第 7 号证据包，时钟已同步，所记时间晚于云端收到的时间，时钟存疑；证据链存疑：gap',
  ],
  [
    'sealed',
    'package 7 of pole-001; clock synchronised (kernel); its times are of BEFORE 2025',
    '网关 pole-001 第 7 号证据包，时钟已同步，所记时间早于 2025 年，时钟存疑',
  ],
  ['sealed', 'what a later cloud says', 'what a later cloud says'],
])('%s: %j reads as %j', (kind, detail, chinese) => {
  expect(describeEvent({ kind, detail, atMs: 0 }, 'zh')).toBe(chinese);
  expect(describeEvent({ kind, detail, atMs: 0 }, 'en')).toBe(detail);
});

test('a case whose chain is in question is told from one whose chain is whole', () => {
  const sealed = (detail: string) => [{ kind: 'sealed' as const, detail, atMs: 0 }];
  const whole = 'package 7 of pole-001; clock synchronised (kernel); off by 3.5 ms, known to 12.25 ms';
  expect(hasChainQuestion(sealed(whole))).toBe(false);
  expect(hasChainQuestion(sealed(`${whole}; chain question: sequence 7 is also that of ab`))).toBe(true);
});
