import { createHash } from 'node:crypto';

/** The same violation has the same ID whenever it is judged: 32 hex digits over what makes it this one and no other. */
export function violationId(parts: {
  readonly gatewayId: string;
  readonly ruleId: string;
  readonly sourceId: string;
  readonly key: string;
  readonly startedAtMs: number;
}): string {
  const text = [parts.gatewayId, parts.ruleId, parts.sourceId, parts.key, String(parts.startedAtMs)].join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
