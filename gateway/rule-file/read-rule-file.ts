import { readFileSync, statSync } from 'node:fs';
import { type RulesRead, refusal, readRules } from '../rules/document/read-rules.js';
import type { RuleErrorCode } from '../rules/document/rule-note.js';
import type { TwoLanguages } from '../rules/document/two-languages.js';

/** Bytes of a rule file, at most. */
const MAX_BYTES = 8_000_000;

/** Reads a rule file. What cannot be read at all is refused like what is wrong in it; it never throws. */
export function readRuleFile(file: string, nowMs: number): RulesRead {
  let bytes: Buffer;
  try {
    if (statSync(file).size > MAX_BYTES)
      return refuse('rules.too-large', {
        zh: `文件超过 ${MAX_BYTES} 字节，请精简`,
        en: `the file has more than ${MAX_BYTES} bytes; shorten it`,
      });
    bytes = readFileSync(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refuse('rules.unreadable', {
      zh: `无法读取（${reason}）；请给出存在且可读的文件`,
      en: `cannot be read (${reason}); give the path of an existing, readable file`,
    });
  }
  try {
    return readRules(new TextDecoder('utf-8', { fatal: true }).decode(bytes), nowMs);
  } catch {
    return refuse('rules.not-utf8', {
      zh: '不是 UTF-8 编码；请另存为 UTF-8',
      en: 'is not UTF-8; save it as UTF-8',
    });
  }
}

function refuse(code: RuleErrorCode, message: TwoLanguages): RulesRead {
  return refusal(code, { line: 1, column: 1 }, message);
}
