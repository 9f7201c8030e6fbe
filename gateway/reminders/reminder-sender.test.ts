import type { CloudReminder, SpeakerMessage, Violation } from '@lamppost/contracts';
import pino from 'pino';
import { beforeEach, expect, test } from 'vitest';
import type { EngineEvent } from '../events/engine-event.js';
import { RuleDocument } from '../rules/document/rule-document.js';
import type { Outcome } from '../rules/outcome.js';
import { sampleViolation } from '../testing/sample-violation.js';
import type { StateStore } from '../spool/state-store.js';
import { ReminderSender } from './reminder-sender.js';

/** 2026-03-02 09:30 in Shanghai. */
const MORNING = Date.parse('2026-03-02T09:30:00+08:00');
const GRACE_MS = 300_000;

const document = RuleDocument.parse({
  schema: 'lamppost.rules/1',
  zones: [
    {
      id: 'lane',
      name: '丁香路',
      camera: 'gate',
      polygon: [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
    },
  ],
  speakers: [{ id: 'horn', quiet: [{ from: '22:00', to: '07:00' }], leastSecondsApart: 60 }],
  templates: [{ id: 'own', zh: '{zone}：{matter}，{time}', en: '{zone}: {matter}, {time}' }],
  rules: [
    { id: 'stall', matter: 'stall', severity: 2, zone: 'lane', forSeconds: 10, remind: { speaker: 'horn' } },
    {
      id: 'own',
      matter: 'stall',
      severity: 2,
      zone: 'lane',
      forSeconds: 10,
      remind: { speaker: 'horn', template: 'own' },
    },
  ],
});

let nowMs = MORNING;
let isConnected = true;
let said: { readonly message: SpeakerMessage; readonly onDone: (isTaken: boolean) => void }[] = [];
let reported: EngineEvent[] = [];
let asked: { readonly reminder: CloudReminder; readonly untilMs: number }[] = [];
let saved = new Map<string, string>();
const states: StateStore = {
  loadState: (key) => {
    const text = saved.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  },
  saveState: (key, json) => void saved.set(key, JSON.stringify(json)),
};

beforeEach(() => {
  nowMs = MORNING;
  isConnected = true;
  said = [];
  reported = [];
  asked = [];
  saved = new Map();
});

function senderOf(): ReminderSender {
  return new ReminderSender({
    document: () => document,
    placeOf: () => '丁香路 18 号门前',
    say: (_, message, onDone) => {
      if (isConnected) said.push({ message, onDone });
      return isConnected;
    },
    askCloud: (reminder, untilMs) => void asked.push({ reminder, untilMs }),
    report: (event) => void reported.push(event),
    states,
    clock: { nowMs: () => nowMs },
    log: pino({ level: 'silent' }),
  });
}

function reminder(number: number, over: Partial<Violation> = {}): Extract<Outcome, { kind: 'remind' }> {
  const violation: Violation = {
    ...sampleViolation(number),
    matter: 'stall',
    ruleId: 'stall',
    zoneId: 'lane',
    ...over,
  };
  return {
    kind: 'remind',
    violation,
    reminder: {
      reminderId: violation.violationId,
      speakerId: 'horn',
      byCloud: false,
      remindedAtMs: nowMs,
      graceMs: GRACE_MS,
      delivery: 'unacknowledged',
      deliveredAtMs: null,
      outcome: 'pending',
      settledAtMs: null,
    },
  };
}

const answer = (reminderId: string, result: string) => Buffer.from(JSON.stringify({ reminderId, result }));
const deliveries = () => reported.map((event) => (event.kind === 'reminder' ? event.delivery : null));

test('says place, matter and time in both languages', () => {
  const sender = senderOf();
  sender.remind(reminder(1));
  expect(said[0]?.message).toMatchObject({
    expiresAtMs: MORNING + GRACE_MS,
    zh: '丁香路 18 号门前请注意：此处不得占道经营，请在 5 分钟内收摊离开。',
    en: 'Attention at 丁香路 18 号门前: no trading on the road here. Please clear the place within 5 minutes.',
  });
  nowMs += 60_000;
  sender.remind(reminder(2, { ruleId: 'own' }));
  expect(said[1]?.message).toMatchObject({ zh: '丁香路：占道经营，09:31', en: '丁香路: street trading, 09:31' });
});

test.each(['said', 'failed'])('what the loudspeaker answers is told once: %s', async (result) => {
  const sender = senderOf();
  const given = reminder(1);
  sender.remind(given);
  const { reminderId } = given.reminder;
  nowMs += 4_000;
  expect(sender.acknowledge('horn', answer(reminderId, result))).toBeNull();
  expect(sender.acknowledge('horn', answer(reminderId, result))).toBeNull();
  await Promise.resolve();
  expect(reported).toEqual([
    { kind: 'reminder', ruleId: 'stall', reminderId, delivery: result, deliveredAtMs: MORNING + 4_000 },
  ]);
});

test('an answer of another loudspeaker, or none at all, changes nothing', async () => {
  const sender = senderOf();
  const given = reminder(1);
  sender.remind(given);
  expect(sender.acknowledge('other', answer(given.reminder.reminderId, 'said'))).toBeNull();
  expect(sender.acknowledge('horn', Buffer.from('{"reminderId":'))).toMatch(/no acknowledgement/);
  await Promise.resolve();
  expect(reported).toEqual([]);
});

test('nothing is said in quiet hours, nor right after the last words', async () => {
  const sender = senderOf();
  sender.remind(reminder(1));
  nowMs += 59_000;
  sender.remind(reminder(2));
  nowMs = Date.parse('2026-03-02T23:00:00+08:00');
  sender.remind(reminder(3));
  await Promise.resolve();
  expect(said).toHaveLength(1);
  expect(deliveries()).toEqual(['too-soon', 'quiet']);
});

test('a reminder waits for the broker, across a restart, but not beyond its time', () => {
  isConnected = false;
  senderOf().remind(reminder(1));
  const later = senderOf();
  later.send();
  expect(said).toEqual([]);
  isConnected = true;
  later.send();
  later.send();
  expect(said).toHaveLength(1);
  // The broker did not take it: once more, and then no more.
  said[0]?.onDone(false);
  later.send();
  said[1]?.onDone(true);
  later.send();
  expect(said).toHaveLength(2);
  nowMs += GRACE_MS;
  const last = senderOf();
  last.send();
  expect(said).toHaveLength(2);
  expect(saved.get('reminders')).toContain('"waiting":[]');
});

test('the cloud is asked where the rule says so, and for no more than a minute when nobody else tells the party', () => {
  const sender = senderOf();
  const byCloud = (number: number, over: object = {}) => {
    const given = reminder(number);
    return { ...given, reminder: { ...given.reminder, cloud: 'waiting' as const, ...over } };
  };
  sender.remind(reminder(1));
  expect(asked).toEqual([]);
  nowMs += 60_000;
  const given = byCloud(2);
  sender.remind(given);
  expect(asked[0]).toMatchObject({
    untilMs: nowMs + GRACE_MS,
    reminder: {
      reminderId: given.reminder.reminderId,
      placeName: '丁香路 18 号门前',
      expiresAtMs: nowMs + GRACE_MS,
      zh: '丁香路 18 号门前请注意：此处不得占道经营，请在 5 分钟内收摊离开。',
    },
  });
  sender.remind(byCloud(3, { speakerId: null }));
  expect(asked[1]?.untilMs).toBe(nowMs + 60_000);
  expect(said).toHaveLength(2);
});

test('what the broker never had in time was not said', async () => {
  isConnected = false;
  const sender = senderOf();
  sender.remind(reminder(1));
  nowMs += GRACE_MS;
  sender.send();
  await Promise.resolve();
  expect(deliveries()).toEqual(['failed']);
});

test('more reminders than may wait are given up, and counted', () => {
  isConnected = false;
  const sender = senderOf();
  for (let number = 0; number < 260; number += 1) {
    nowMs += 60_000;
    sender.remind({ ...reminder(number), reminder: { ...reminder(number).reminder, graceMs: 86_400_000 } });
  }
  expect(sender.dropped).toBe(4);
});
