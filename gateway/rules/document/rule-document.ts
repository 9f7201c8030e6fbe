import { z } from 'zod';
import { Holidays, TimeZone } from './calendar-settings.js';
import { checkReferences } from './check-references.js';
import { MessageTemplate, Speaker } from './reminder.js';
import { Rule } from './rule.js';
import { VendingPoint } from './vending-point.js';
import { Zone } from './zone.js';

/** The rule document of a gateway: the zones on its cameras' pictures, and what is not allowed there. */
export const RuleDocument = z
  .strictObject({
    schema: z.literal('lamppost.rules/1'),
    /** The operator's own name for this state of the document; null when none was given. */
    version: z
      .union([z.string().min(1).max(64), z.int().min(0)], {
        error: '应为 1 至 64 个字符的文本，或非负整数 / must be a text of 1 to 64 characters, or a whole number',
      })
      .nullable()
      .default(null),
    /** Time zone of the clock on the wall. */
    timeZone: TimeZone.default('Asia/Shanghai'),
    holidays: Holidays.prefault({}),
    zones: z.array(Zone).max(1000).default([]),
    vendingPoints: z.array(VendingPoint).max(1000).default([]),
    speakers: z.array(Speaker).max(256).default([]),
    templates: z.array(MessageTemplate).max(256).default([]),
    rules: z.array(Rule).max(1000),
  })
  .superRefine((document, context) => {
    for (const { code, path, message } of checkReferences(document))
      context.addIssue({ code: 'custom', path, message, params: { code } });
  });
export type RuleDocument = z.infer<typeof RuleDocument>;
