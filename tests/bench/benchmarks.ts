import type { BenchResult } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { benchTracker } from './tracker-bench.js';

/** A benchmark. */
export interface Benchmark {
  /** What it measures, in a line. */
  readonly summary: string;
  readonly run: (settings: BenchSettings) => Promise<BenchResult>;
}

/** All benchmarks by name. */
export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  tracker: {
    summary: 'time per look of the tracker at 5, 20, 50 and 200 objects, and how it grows',
    run: benchTracker,
  },
};
