import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { EventLogFigures } from '../event-log/event-log.js';
import type { ActivityFigures } from '../pipeline/camera-activity.js';
import type { SpoolCounts } from '../spool/spool-options.js';
import type { SourceState } from '../rules/engine-state.js';

/** Upper bounds of the buckets for the time from a violation to its receipt, seconds. */
const RECEIPT_BUCKETS_S = [1, 2, 5, 10, 20, 30, 60, 300, 3600];

/** The gateway's Prometheus metrics. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  /** Reads what is counted elsewhere whenever the metrics are read. */
  const onCollect = (sources: { spool: () => SpoolCounts; cameras: () => ReadonlyMap<string, ActivityFigures> }) => {
    new Gauge({
      name: 'lamppost_packages',
      help: 'Evidence packages by state',
      labelNames: ['state'],
      registers,
      collect() {
        const { pending, waiting, accepted, refused, lost, dropped } = sources.spool();
        for (const [state, count] of Object.entries({ pending, waiting, accepted, refused, lost, dropped }))
          this.set({ state }, count);
      },
    });
    const ofSpool = (name: string, help: string, read: (counts: SpoolCounts) => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read(sources.spool()));
        },
      });
    ofSpool('lamppost_spool_waiting_bytes', 'Bytes of packages that wait for the cloud', (now) => now.waitingBytes);
    ofSpool('lamppost_disk_free_bytes', "Bytes of the data directory's disk that are free", (now) => now.freeBytes);
    ofSpool(
      'lamppost_chain_entries_waiting',
      'Tombstones and other entries of the chain without a receipt',
      (now) => now.entriesWaiting,
    );
    const ofCameras = (name: string, help: string, read: (figures: ActivityFigures) => number) =>
      new Gauge({
        name,
        help,
        labelNames: ['camera'],
        registers,
        collect() {
          for (const [camera, figures] of sources.cameras()) this.set({ camera }, read(figures));
        },
      });
    ofCameras('lamppost_looks_per_second', 'Looks per second over the last half minute', (now) => now.looksPerSecond);
    ofCameras('lamppost_moving_share', 'Share of frames in which something moved', (now) => now.movingShare);
    ofCameras(
      'lamppost_look_delay_seconds',
      'Time from capture to the end of the last look',
      (now) => now.lookDelayMs / 1000,
    );
    ofCameras(
      'lamppost_look_waiting_seconds',
      'Age of the newest frame that waits for its look or is looked at',
      (now) => now.waitingMs / 1000,
    );
  };
  /** Reads how the event log stands whenever the metrics are read. */
  const onEventLog = (figures: () => EventLogFigures) => {
    const gauge = (name: string, help: string, read: (now: EventLogFigures) => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read(figures()));
        },
      });
    gauge('lamppost_event_log_bytes', 'Bytes of the event log on the disk, packed', ({ bytes }) => bytes);
    gauge('lamppost_event_log_written', 'Events written to the event log since the start', ({ written }) => written);
    gauge(
      'lamppost_event_log_dropped',
      'Events given up since the start, because the disk was full or too slow',
      ({ dropped }) => dropped,
    );
  };
  /** Reads how many reminders were given up, by the way that they would have taken, whenever the metrics are read. */
  const onReminders = (dropped: () => Readonly<Record<string, number>>) => {
    new Gauge({
      name: 'lamppost_reminders_dropped',
      help: 'Reminders given up since the start because too many waited, by the way they would have taken: speaker or cloud',
      labelNames: ['way'],
      registers,
      collect() {
        for (const [way, count] of Object.entries(dropped())) this.set({ way }, count);
      },
    });
  };
  /** Reads what was lost of each source of the rules whenever the metrics are read. */
  const onSources = (figures: () => ReadonlyMap<string, SourceState>) => {
    new Gauge({
      name: 'lamppost_rule_events',
      help: 'Events that were not judged in their turn, by what became of them: late, duplicate, hurried (too many waited); and set-back, the times that the clock of a source was set back',
      labelNames: ['source', 'fate'],
      registers,
      collect() {
        this.reset();
        for (const [source, { late, duplicates, hurried, setBack }] of figures()) {
          this.set({ source, fate: 'late' }, late);
          this.set({ source, fate: 'duplicate' }, duplicates);
          this.set({ source, fate: 'hurried' }, hurried);
          this.set({ source, fate: 'set-back' }, setBack);
        }
      },
    });
  };
  return {
    registry,
    onCollect,
    onEventLog,
    onReminders,
    onSources,
    looks: new Counter({
      name: 'lamppost_looks_total',
      help: 'Frames that were looked at',
      labelNames: ['camera'],
      registers,
    }),
    framesNotLookedAt: new Counter({
      name: 'lamppost_frames_not_looked_at_total',
      help: 'Frames that were not looked at: resting (nothing moved, no look was due), skipped (a newer one came before its turn) or failed',
      labelNames: ['camera', 'reason'],
      registers,
    }),
    pictures: new Counter({
      name: 'lamppost_camera_pictures_total',
      help: 'Encoded pictures of a camera by their fate: decoded, left (nothing moved, and a key picture every few seconds was enough) or dropped (decoding was too slow)',
      labelNames: ['camera', 'fate'],
      registers,
    }),
    cameraResting: new Gauge({
      name: 'lamppost_camera_resting',
      help: '1 while nothing moves before the camera and only its key pictures are decoded',
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
    hj212Frames: new Counter({
      name: 'lamppost_hj212_frames_total',
      help: 'HJ 212 frames by what they came to: readings, again (sent before), part (of a split message), coarser (means of what came already), other (no readings) or refused',
      labelNames: ['sensor', 'kind'],
      registers,
    }),
    hj212Connections: new Gauge({
      name: 'lamppost_hj212_connections',
      help: 'Monitors that are connected over TCP',
      registers,
    }),
    sensorClockAhead: new Gauge({
      name: 'lamppost_sensor_clock_ahead_seconds',
      help: 'How far the clock of a monitor stood ahead of the box when it was last asked for',
      labelNames: ['sensor'],
      registers,
    }),
    sensorFaults: new Gauge({
      name: 'lamppost_sensor_fault',
      help: '1 while the monitor has a fault: flat-line, jump, relocation or silence',
      labelNames: ['sensor', 'kind'],
      registers,
    }),
    rulesInfo: new Gauge({
      name: 'lamppost_rules_info',
      help: '1 for the hash and version of the rules that are judged by',
      labelNames: ['sha256', 'version'],
      registers,
    }),
    rulesRefused: new Gauge({
      name: 'lamppost_rules_refused',
      help: '1 while the newest content of the rule file cannot be used, and the old rules stay',
      registers,
    }),
    ruleReads: new Counter({
      name: 'lamppost_rule_file_reads_total',
      help: 'New contents of the rule file by what they came to: taken, unchanged (the same rules written otherwise) or refused',
      labelNames: ['result'],
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
    circuitOpen: new Gauge({
      name: 'lamppost_uplink_circuit_open',
      help: '1 while nothing is uploaded because the cloud failed too often in a row',
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
