import { ConfigError } from '@lamppost/detectors';
import type { TakenRules } from '../rules/document/read-rules.js';
import { noteLine } from './note-line.js';
import { readRuleFile } from './read-rule-file.js';

/**
 * Reads the rule file that a program starts with.
 *
 * @throws ConfigError with a line for each problem, where it cannot be used
 */
export function takeRuleFile(file: string, nowMs: number): TakenRules {
  const read = readRuleFile(file, nowMs);
  if (read.status === 'refused') throw new ConfigError(read.problems.map((problem) => noteLine(file, problem)));
  return read;
}
