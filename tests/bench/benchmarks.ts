import type { BenchResult } from './bench-report.js';
import { benchBacktest } from './backtest-bench.js';
import type { BenchSettings } from './bench-settings.js';
import { benchCameras } from './cameras-bench.js';
import { benchCases } from './cases-bench.js';
import { benchDecode } from './decode-bench.js';
import { benchEngine } from './engine-bench.js';
import { benchFleet } from './fleet-bench.js';
import { benchGate } from './gate-bench.js';
import { benchHj212 } from './hj212-bench.js';
import { benchIngest } from './ingest-bench.js';
import { benchMqtt } from './mqtt-bench.js';
import { benchPackage } from './package-bench.js';
import { benchPipeline } from './pipeline-bench.js';
import { benchSpool } from './spool-bench.js';
import { benchTracker } from './tracker-bench.js';
import { benchUplink } from './uplink-bench.js';

/** A benchmark. */
export interface Benchmark {
  /** What it measures, in a line. */
  readonly summary: string;
  readonly run: (settings: BenchSettings) => Promise<BenchResult>;
}

/** All benchmarks by name. */
export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  mqtt: {
    summary: 'readings a second from MQTT to rules and durable series, against a bare subscriber',
    run: benchMqtt,
  },
  hj212: { summary: 'HJ 212 frames that one core reads in a second', run: benchHj212 },
  engine: {
    summary: 'events a second through 1,000 rules over 100 cameras, against the rules alone',
    run: benchEngine,
  },
  backtest: {
    summary: 'times real time at which the log of a camera and a monitor is played under other rules',
    run: benchBacktest,
  },
  pipeline: {
    summary: 'looks a second from clip to rules, against the bare model and the bare decoder together',
    run: benchPipeline,
  },
  package: {
    summary: 'time for one parking package: stills, clip, masks, composite, hashes and signature',
    run: benchPackage,
  },
  spool: {
    summary: 'packages a second that the spool makes durable, against a bare write and fsync',
    run: benchSpool,
  },
  uplink: {
    summary: 'packages a second through tus to the cloud’s disk, against a bare HTTP PUT',
    run: benchUplink,
  },
  ingest: {
    summary: 'packages a second that the cloud verifies and takes in, against a bare server that writes and notes them',
    run: benchIngest,
  },
  cases: {
    summary: 'time for lists and single cases with a million cases, against ten thousand',
    run: benchCases,
  },
  fleet: {
    summary:
      'a day of 1,000 gateways in minutes: nothing lost, and memory of the cloud at its end against its second quarter',
    run: benchFleet,
  },
  tracker: {
    summary: 'time per look of the tracker at 5, 20, 50 and 200 objects, and how it grows',
    run: benchTracker,
  },
  gate: { summary: 'cost of the motion gate for each 640x360 frame, in ffmpeg and JavaScript', run: benchGate },
  decode: { summary: 'time for the boxes of 2,100 and 8,400 anchors with 80 classes', run: benchDecode },
  cameras: {
    summary: '1080p cameras that two cores hold, against those that ffmpeg alone can decode',
    run: benchCameras,
  },
};
