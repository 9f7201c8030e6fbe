import { z } from 'zod';

/** Kinds of events that webhooks are told. */
export const EventType = z.enum([
  /** A case was opened. */
  'lamppost.case.opened.v1',
  /** A step in the life of a case. */
  'lamppost.case.step.v1',
  /** Something else that was done with a case: joint handling, visits, papers, exports. */
  'lamppost.case.act.v1',
  /** A deadline is near or has passed. */
  'lamppost.case.alarm.v1',
  /** A package does not follow on the one before: something of the gateway is missing. */
  'lamppost.device.chain-question.v1',
  /** The clock of a gateway could not be trusted when it sealed a package. */
  'lamppost.device.clock-doubt.v1',
  /** Something of a device goes wrong, or is over: a silent gateway, a camera that is away, a certificate that runs out. */
  'lamppost.device.alarm.v1',
  /** A step of a roll-out, also one that it took by itself: it halted, or went on. */
  'lamppost.rollout.step.v1',
  /** Somebody tries a webhook; it goes to that one alone, whatever it asks for. */
  'lamppost.webhook.test.v1',
]);
export type EventType = z.infer<typeof EventType>;

/** Kinds of events that a webhook asks for. */
export const AskedType = EventType.exclude(['lamppost.webhook.test.v1']);
export type AskedType = z.infer<typeof AskedType>;

/** An event before it is put into the form of CloudEvents. No plate, picture, note or name of a person stands in it: the receiver asks for the case. */
export interface CloudEvent {
  readonly type: EventType;
  /** The same for the same event, whoever tells it. */
  readonly id: string;
  /** Address of what it came from, as in `/cases` or `/gateways/pole-001`. */
  readonly source: string;
  readonly subject: string;
  readonly atMs: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event as CloudEvents 1.0, in the structured mode of its JSON format. */
export function toCloudEvent({ type, id, source, subject, atMs, data }: CloudEvent): string {
  return JSON.stringify({
    specversion: '1.0',
    ...{ id, source, type, subject, time: new Date(atMs).toISOString() },
    datacontenttype: 'application/json',
    data,
  });
}
