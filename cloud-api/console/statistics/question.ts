import type { Matter } from '@lamppost/contracts';

/** Periods to choose from, in days. */
export const PERIODS = ['7', '30', '90', '365'] as const;
export type Period = (typeof PERIODS)[number];

/** What is asked for on the page; null: of all. */
export interface Question {
  readonly period: Period;
  readonly matter: Matter | null;
  readonly bureauId: string | null;
  readonly areaId: string | null;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What every statistic is asked with. */
export interface AskedWith {
  readonly fromMs: number;
  readonly toMs: number;
  readonly matter?: Matter;
  readonly bureauId?: string;
  readonly areaId?: string;
}

/** The question as the cloud wants it, up to the minute that has begun: asked again within it, it is the same. */
export function askWith({ period, matter, bureauId, areaId }: Question, nowMs: number): AskedWith {
  const toMs = Math.ceil(nowMs / MINUTE_MS) * MINUTE_MS;
  return {
    fromMs: toMs - Number(period) * DAY_MS,
    toMs,
    ...(matter === null ? {} : { matter }),
    ...(bureauId === null ? {} : { bureauId }),
    ...(areaId === null ? {} : { areaId }),
  };
}
