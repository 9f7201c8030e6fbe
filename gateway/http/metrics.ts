import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { SpoolCounts } from '../spool/spool.js';

/** Upper bounds of the buckets for the time from a violation to its receipt, seconds. */
const RECEIPT_BUCKETS_S = [1, 2, 5, 10, 20, 30, 60, 300, 3600];

/** The gateway's Prometheus metrics. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  /** Reads what is counted elsewhere whenever the metrics are read. */
  const onCollect = (sources: { spool: () => SpoolCounts; skippedFrames: () => number }) => {
    new Gauge({
      name: 'lamppost_packages',
      help: 'Evidence packages by state',
      labelNames: ['state'],
      registers,
      collect() {
        const { pending, waiting, accepted, refused, lost } = sources.spool();
        for (const [state, count] of Object.entries({ pending, waiting, accepted, refused, lost }))
          this.set({ state }, count);
      },
    });
    new Gauge({
      name: 'lamppost_frames_skipped',
      help: 'Frames dropped for a newer one before their turn',
      registers,
      collect() {
        this.set(sources.skippedFrames());
      },
    });
  };
  return {
    registry,
    onCollect,
    looks: new Counter({
      name: 'lamppost_looks_total',
      help: 'Frames that were looked at',
      labelNames: ['camera'],
      registers,
    }),
    readings: new Counter({
      name: 'lamppost_readings_total',
      help: 'Sensor readings stored',
      labelNames: ['sensor'],
      registers,
    }),
    messagesRefused: new Counter({
      name: 'lamppost_messages_refused_total',
      help: 'Messages kept in quarantine because they could not be read',
      labelNames: ['code'],
      registers,
    }),
    violations: new Counter({
      name: 'lamppost_violations_total',
      help: 'Violations found',
      labelNames: ['matter'],
      registers,
    }),
    cameraUp: new Gauge({
      name: 'lamppost_camera_up',
      help: '1 while the camera delivers frames',
      labelNames: ['camera'],
      registers,
    }),
    linkUp: new Gauge({ name: 'lamppost_link_up', help: '1 while the link is up', labelNames: ['link'], registers }),
    receiptSeconds: new Histogram({
      name: 'lamppost_violation_to_receipt_seconds',
      help: 'Time from the trigger of a violation to the receipt of its case',
      buckets: RECEIPT_BUCKETS_S,
      registers,
    }),
  };
}

/** What {@link createMetrics} makes. */
export type Metrics = ReturnType<typeof createMetrics>;
