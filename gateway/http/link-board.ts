import type { GatewayStatus, LinkStatus, RulesStatus, SensorFault } from '@lamppost/contracts';
import type { Clock } from '../clock.js';
import type { Metrics } from './metrics.js';

/** Options of {@link LinkBoard}. */
export interface LinkBoardOptions {
  readonly version: string;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly packagesWaiting: () => number;
  /** What is short of space, in words. */
  readonly shortages: () => readonly string[];
}

/** The state of every link of the gateway in one place: for its retained status, its readiness and its metrics. */
export class LinkBoard {
  private broker: LinkStatus;
  private cloud: LinkStatus;
  private readonly cameras = new Map<string, LinkStatus>();
  private readonly sensorFaults = new Map<string, readonly SensorFault[]>();
  private rules: RulesStatus | null = null;
  private readonly listeners: ((status: GatewayStatus) => void)[] = [];

  constructor(private readonly options: LinkBoardOptions) {
    this.broker = { state: 'connecting', sinceMs: options.clock.nowMs(), reason: null };
    this.cloud = this.broker;
  }

  /** Calls `listener` after each change. */
  onChange(listener: (status: GatewayStatus) => void): void {
    this.listeners.push(listener);
  }

  /** Notes the state of the link to the broker or the cloud. */
  set(link: 'broker' | 'cloud', status: LinkStatus): void {
    this[link] = status;
    this.options.metrics.linkUp.set({ link }, status.state === 'up' ? 1 : 0);
    this.tell();
  }

  /** Notes the state of a camera; null when it was withdrawn. */
  setCamera(cameraId: string, status: LinkStatus | null): void {
    if (status === null) {
      this.cameras.delete(cameraId);
      this.options.metrics.cameraUp.remove({ camera: cameraId });
    } else {
      this.cameras.set(cameraId, status);
      this.options.metrics.cameraUp.set({ camera: cameraId }, status.state === 'up' ? 1 : 0);
    }
    this.tell();
  }

  /** Notes all faults of a monitor that go on. */
  setSensorFaults(sensorId: string, faults: readonly SensorFault[]): void {
    if (faults.length === 0) this.sensorFaults.delete(sensorId);
    else this.sensorFaults.set(sensorId, faults);
    this.tell();
  }

  /** Notes what is judged by. */
  setRules(status: RulesStatus): void {
    this.rules = status;
    this.tell();
  }

  /** The link to the broker. */
  brokerLink(): LinkStatus {
    return this.broker;
  }

  /** The gateway's status as it is published. */
  status(): Extract<GatewayStatus, { state: 'online' }> {
    return {
      state: 'online',
      atMs: this.options.clock.nowMs(),
      version: this.options.version,
      cloud: this.cloud,
      cameras: Object.fromEntries(this.cameras),
      sensorFaults: Object.fromEntries([...this.sensorFaults].map(([sensorId, faults]) => [sensorId, [...faults]])),
      packagesWaiting: this.options.packagesWaiting(),
      shortages: [...this.options.shortages()],
      ...(this.rules === null ? {} : { rules: this.rules }),
    };
  }

  /** What the gateway cannot do without and has not. The cloud may be away: packages wait on the disk. */
  missing(): string[] {
    return this.broker.state === 'up' ? [] : [`broker: ${this.broker.reason ?? this.broker.state}`];
  }

  /** What is lost while the rest goes on. */
  degraded(): string[] {
    const cameras = [...this.cameras].map(([cameraId, status]) => [`camera ${cameraId}`, status] as const);
    const links = [...cameras, ['cloud', this.cloud] as const]
      .filter(([, status]) => status.state !== 'up')
      .map(([name, status]) => `${name}: ${status.reason ?? status.state}`);
    const sensors = [...this.sensorFaults].flatMap(([sensorId, faults]) =>
      faults.map(({ kind, detail }) => `sensor ${sensorId}: ${kind}, ${detail}`),
    );
    const refused = this.rules?.refused ?? null;
    const rules = refused === null ? [] : [`rules refused, the old ones stay: ${refused.problem}`];
    return [...links, ...sensors, ...rules, ...this.options.shortages()];
  }

  private tell(): void {
    const status = this.status();
    for (const listener of this.listeners) listener(status);
  }
}
