import { Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { Schedule } from './schedule.js';
import { seconds } from './seconds.js';

/** What a template may hold in braces; each is replaced by words in the template's language. */
const PLACEHOLDERS = ['place', 'zone', 'matter', 'graceMinutes', 'time'] as const;

const TemplateText = z
  .string()
  .min(1)
  .max(300)
  .superRefine((text, context) => {
    for (const [whole, name = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
      if ((PLACEHOLDERS as readonly string[]).includes(name)) continue;
      const known = PLACEHOLDERS.map((one) => `{${one}}`).join(' ');
      context.addIssue({
        code: 'custom',
        message: `${whole} 不能填写，可用的是 ${known} / ${whole} cannot be filled in; there are ${known}`,
      });
    }
  });

/** What a speaker says or a sign shows. */
export const MessageTemplate = z.strictObject({ id: Slug, zh: TemplateText, en: TemplateText });
export type MessageTemplate = z.infer<typeof MessageTemplate>;

/** A loudspeaker or sign that reminders may use. */
export const Speaker = z.strictObject({
  id: Slug,
  /** When it must be silent; null: never. A reminder that falls into it is for the cloud alone, and without that leads at once. */
  quiet: Schedule.nullable().default(null),
  /** It speaks no more often than this. */
  leastSecondsApart: seconds(0, 86_400).default(60),
});
export type Speaker = z.infer<typeof Speaker>;

/** Reminding before leading: say it, wait, look again. */
export const Reminder = z
  .strictObject({
    /** Speaker or sign that says it; null: none does, and the cloud alone sends the message. */
    speaker: Slug.nullable().default(null),
    /** Template of the document; null: the one that ships for the matter. */
    template: Slug.nullable().default(null),
    /** How long there is to correct it; what is there after that becomes a lead. */
    graceSeconds: seconds(5, 86_400).default(300),
    /** What comes back within so many days of a reminder is not reminded again but leads; 0: each time is the first. */
    repeatWithinDays: z.number().min(0).max(365).default(1),
    /** Whether the cloud is told as well, for an SMS or an app. */
    cloud: z.boolean().default(false),
  })
  .refine(({ speaker, cloud }) => speaker !== null || cloud, {
    path: ['speaker'],
    error:
      '没有提醒途径：请写 speaker，或设 cloud: true / there is no way to remind: name a speaker, or set cloud: true',
  });
export type Reminder = z.infer<typeof Reminder>;
