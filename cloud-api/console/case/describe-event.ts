import type { Language } from '@lamppost/page-kit';
import type { CaseEvent } from '@lamppost/contracts';

const CLOCKS: Readonly<Record<string, string>> = {
  'clock synchronised': '时钟已同步',
  'clock NOT synchronised': '时钟未同步',
  'clock status unknown': '时钟状态未知',
};

const TIMES: Readonly<Record<string, string>> = {
  'AHEAD of those of the cloud': '，所记时间晚于云端收到的时间，时钟存疑',
  'of BEFORE 2025': '，所记时间早于 2025 年，时钟存疑',
};

const SEALED =
  /^package (\d+) of (\S+); (clock [a-zA-Z ]+?)(?: \(\w+\))?(?:; off by ([\d.]+) ms, known to ([\d.]+) ms(: MORE than 1\.0 s)?)?(?:; its times are (AHEAD of those of the cloud|of BEFORE 2025))?(?:; chain question: (.+))?$/;

/** Why the chain is in question, in Chinese; what is not known here is shown as it came. */
function describeQuestion(question: string): string {
  return question
    .replace(/^sequence (\d+) is also that of (\w+)$/, '序号 $1 与证据包 $2 相同')
    .replace(/^previousDigest is not the digest of sequence (\d+), (\w+)$/, '所记的前一摘要与第 $1 号证据包（$2）不符')
    .replace(/^sequence (\d+), (\w+), names another before it$/, '第 $1 号证据包（$2）所记的前一摘要不是它');
}

/** Whether the place in the chain of a package of a case is in question. */
export function hasChainQuestion(timeline: readonly CaseEvent[]): boolean {
  return timeline.some(({ detail }) => SEALED.exec(detail)?.[8] !== undefined);
}

/** The detail of a step, in the reader's language; one that is not known here is shown as it came. */
export function describeEvent(event: CaseEvent, language: Language): string {
  if (language === 'en') return event.detail;
  const [, sequence, gatewayId, clock = '', offset, uncertainty, more, times, question] =
    SEALED.exec(event.detail) ?? [];
  if (sequence !== undefined && gatewayId !== undefined) {
    const off = offset === undefined ? '' : `，偏差 ${offset} 毫秒（不确定度 ${uncertainty ?? ''} 毫秒）`;
    const limit = more === undefined ? '' : '，可能超过 1.0 秒';
    const impossible = times === undefined ? '' : (TIMES[times] ?? times);
    const chain = question === undefined ? '' : `；证据链存疑：${describeQuestion(question)}`;
    return `网关 ${gatewayId} 第 ${sequence} 号证据包，${CLOCKS[clock] ?? clock}${off}${limit}${impossible}${chain}`;
  }
  return event.detail
    .replace(/^seen by /, '发现设备 ')
    .replace(/^rule /, '规则 ')
    .replace(/^candidate case /, '编号 ');
}
