import { describe, expect, test } from 'vitest';
import { askWith } from './question.js';
import { stackDays } from './stack-days.js';

const toMs = Date.parse('2026-03-04T12:00:00+08:00');

describe('days of a period', () => {
  test('stand in their order, also those without a case, by the time of the town', () => {
    const fromMs = Date.parse('2026-03-01T12:00:00+08:00');
    const { days, series } = stackDays(
      [
        { day: '2026-03-01', matter: 'dust', cases: 2 },
        { day: '2026-03-04', matter: 'dust', cases: 1 },
        { day: '2026-03-04', matter: 'parking', cases: 5 },
        { day: '2025-01-01', matter: 'stall', cases: 9 },
      ],
      { fromMs, toMs },
    );
    expect(days).toEqual(['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04']);
    expect(series).toEqual([
      { matter: 'dust', counts: [2, 0, 0, 1] },
      { matter: 'parking', counts: [0, 0, 0, 5] },
    ]);
  });

  test('the question is the same within a minute, and asks for nothing that was not chosen', () => {
    const question = { period: '7', matter: null, bureauId: 'chengguan', areaId: null } as const;
    expect(askWith(question, toMs + 1)).toEqual(askWith(question, toMs + 59_000));
    expect(askWith(question, toMs)).toEqual({ fromMs: toMs - 7 * 86_400_000, toMs, bureauId: 'chengguan' });
  });
});
