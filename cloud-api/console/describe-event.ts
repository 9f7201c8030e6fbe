import type { CaseEvent } from '@lamppost/contracts';
import type { Language } from './words.js';

const CLOCKS: Readonly<Record<string, string>> = {
  'clock synchronised': '时钟已同步',
  'clock NOT synchronised': '时钟未同步',
  'clock status unknown': '时钟状态未知',
};

/** The detail of a step, in the reader's language; one that is not known here is shown as it came. */
export function describeEvent(event: CaseEvent, language: Language): string {
  if (language === 'en') return event.detail;
  const [, sequence, gatewayId, clock = '', question] =
    /^package (\d+) of (\S+); (clock [a-zA-Z ]+?)(?: \(\w+\))?(?:; chain question: (.+))?$/.exec(event.detail) ?? [];
  if (sequence !== undefined && gatewayId !== undefined) {
    const chain = question === undefined ? '' : `；证据链存疑：${question}`;
    return `网关 ${gatewayId} 第 ${sequence} 号证据包，${CLOCKS[clock] ?? clock}${chain}`;
  }
  return event.detail
    .replace(/^seen by /, '发现设备 ')
    .replace(/^rule /, '规则 ')
    .replace(/^candidate case /, '编号 ');
}
