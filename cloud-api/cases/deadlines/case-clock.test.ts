import { describe, expect, test } from 'vitest';
import { DEFAULT_DESK_SETTINGS, type DeskSettings } from '../settings/desk-settings.js';
import { alarmAfter, alarmsOf, startClock } from './case-clock.js';

const beijing = (text: string) => Date.parse(`${text}+08:00`);
const inBeijing = (atMs: number) => new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 16);
const openedAtMs = beijing('2025-09-26T10:00:00');

function start(
  state: 'candidate' | 'in_review' | 'confirmed' | 'rejected',
  settings: DeskSettings = DEFAULT_DESK_SETTINGS,
) {
  return startClock(settings, { state, atMs: openedAtMs, running: null, deleteWithinDays: null });
}

describe('clocks', () => {
  test('a review has five working days, whoever takes it up and puts it back', () => {
    const review = start('candidate');
    expect(review).toMatchObject({ clock: 'review', startedAtMs: openedAtMs });
    expect(inBeijing(review?.dueAtMs ?? 0)).toBe('2025-10-10T23:59');
    const later = beijing('2025-10-09T09:00:00');
    const taken = startClock(DEFAULT_DESK_SETTINGS, {
      state: 'in_review',
      atMs: later,
      running: review,
      deleteWithinDays: null,
    });
    expect(taken).toBe(review);
    const confirmed = startClock(DEFAULT_DESK_SETTINGS, {
      state: 'confirmed',
      atMs: later,
      running: taken,
      deleteWithinDays: null,
    });
    expect(confirmed).toMatchObject({ clock: 'transfer', startedAtMs: later });
    expect(inBeijing(confirmed?.dueAtMs ?? 0)).toBe('2025-10-11T23:59');
  });

  test('what is closed waits for nothing, unless the law wants its record deleted', () => {
    expect(start('rejected')).toBeNull();
    const erasure = startClock(DEFAULT_DESK_SETTINGS, {
      state: 'rejected',
      atMs: openedAtMs,
      running: null,
      deleteWithinDays: 3,
    });
    expect(erasure?.clock).toBe('erasure');
    expect(inBeijing(erasure?.dueAtMs ?? 0)).toBe('2025-09-30T23:59');
  });
});

describe('alarms', () => {
  const review = { clock: 'review' as const, startedAtMs: openedAtMs, dueAtMs: beijing('2025-10-09T23:59:59.999') };

  test('come before, at and after the end, on working days', () => {
    const settings: DeskSettings = {
      ...DEFAULT_DESK_SETTINGS,
      deadlines: {
        ...DEFAULT_DESK_SETTINGS.deadlines,
        review: { days: 5, remindBefore: 1, escalateAfter: 1, expireAfter: 20 },
      },
    };
    expect(alarmsOf(settings, review).map(({ kind, atMs }) => [kind, inBeijing(atMs)])).toEqual([
      ['soon', '2025-09-30T00:00'],
      ['overdue', '2025-10-10T00:00'],
      ['escalated', '2025-10-11T00:00'],
      ['expired', '2025-11-06T00:00'],
    ]);
    expect(alarmAfter(settings, review, null)?.kind).toBe('soon');
    expect(alarmAfter(settings, review, 'overdue')?.kind).toBe('escalated');
    expect(alarmAfter(settings, review, 'expired')).toBeNull();
  });

  test('nothing expires unless an administrator wants it, and never what was reviewed', () => {
    expect(alarmsOf(DEFAULT_DESK_SETTINGS, review).map(({ kind }) => kind)).toEqual(['soon', 'overdue', 'escalated']);
    const settings: DeskSettings = {
      ...DEFAULT_DESK_SETTINGS,
      deadlines: {
        ...DEFAULT_DESK_SETTINGS.deadlines,
        transfer: { days: 5, remindBefore: 0, escalateAfter: null, expireAfter: 1 },
      },
    };
    expect(alarmsOf(settings, { ...review, clock: 'transfer' }).map(({ kind }) => kind)).toEqual(['overdue']);
  });
});
