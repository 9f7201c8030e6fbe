import { z } from 'zod';
import { spreadOf } from './spread.js';

/** A figure with its spread. */
const Figure = z.strictObject({
  name: z.string().min(1),
  unit: z.string().min(1),
  median: z.number(),
  low: z.number(),
  high: z.number(),
  samples: z.array(z.number()).min(1),
});

/** What a benchmark prints with `--json`. */
export const BenchReport = z.strictObject({
  bench: z.string().min(1),
  /** What the result says, in words. */
  question: z.string().min(1),
  /** How it was measured, and by which formula the result comes from the figures. */
  method: z.string().min(1),
  result: z.number(),
  unit: z.string().min(1),
  aim: z.strictObject({ comparison: z.enum(['at least', 'at most', 'below']), limit: z.number() }),
  /** Whether the result keeps the aim. */
  meets: z.boolean(),
  figures: z.array(Figure).min(1),
  /** Whatever else is needed to understand the figures. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  machine: z.strictObject({
    cpu: z.string(),
    cores: z.int().min(1),
    /** Processes that wanted a core, on average over the minute before: above 0 something else was running. */
    loadBefore: z.number().min(0),
    memoryBytes: z.int().min(1),
    node: z.string(),
    platform: z.string(),
    ffmpeg: z.string(),
    ffmpegPath: z.string(),
  }),
});
export type BenchReport = z.infer<typeof BenchReport>;

/** What a benchmark measures; the rest of the report is the same for all. */
export type BenchResult = Omit<BenchReport, 'bench' | 'machine' | 'meets'>;

/** Whether a result keeps an aim. */
export function meetsAim(result: number, { comparison, limit }: BenchReport['aim']): boolean {
  switch (comparison) {
    case 'at least':
      return result >= limit;
    case 'at most':
      return result <= limit;
    case 'below':
      return result < limit;
    default:
      return comparison satisfies never;
  }
}

/** A figure out of its samples. */
export function figureOf(name: string, unit: string, samples: readonly number[]): BenchReport['figures'][number] {
  return { name, unit, ...spreadOf(samples), samples: [...samples] };
}
