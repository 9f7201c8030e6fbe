import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { vi } from 'vitest';
import { loadOrCreateDeviceKey, type DeviceKey } from '../evidence/device-key.js';
import { sealPackage } from '../evidence/seal-package.js';
import { systemClock as clock } from '../clock.js';
import { sampleDevice, sampleViolation } from './sample-violation.js';
import { Spool } from '../spool/spool.js';
import { createCloudClient, type CloudClientOptions } from '../uplink/cloud-client.js';
import { startFaultProxy, type FaultProxy } from './fault-proxy.js';
import { startStandInCloud, type StandInCloud } from './stand-in-cloud.js';
import type { UplinkOptions, UplinkTimes } from '../uplink/uplink-options.js';
import { UplinkWorker } from '../uplink/uplink-worker.js';

/** Times that let a test see many retries in a moment. */
export const QUICK_TIMES: UplinkTimes = {
  firstBackoffMs: 5,
  longestBackoffMs: 40,
  firstPostponementMs: 20,
  longestPostponementMs: 50,
  pollMs: 5,
  probeMs: 60_000,
};

/** Waits until the expectations in `condition` hold. */
export function until(condition: () => void | Promise<void>): Promise<void> {
  // Two cores are shared with whatever else runs.
  return vi.waitFor(condition, { timeout: 40_000, interval: 5 });
}

/** A gateway's spool and uplink before a stand-in cloud, with a line between them that can fail: what the uplink's tests work on. */
export class UplinkBench {
  readonly logged: { level: number; msg: string }[] = [];
  readonly #log: Logger;
  readonly #workers: UplinkWorker[] = [];

  private constructor(
    readonly directory: string,
    readonly key: DeviceKey,
    public cloud: StandInCloud,
    public proxy: FaultProxy,
    public spool: Spool,
  ) {
    this.#log = pino(
      {},
      { write: (line: string) => this.logged.push(JSON.parse(line) as { level: number; msg: string }) },
    );
  }

  static async open(): Promise<UplinkBench> {
    const directory = await mkdtemp(join(tmpdir(), 'uplink-'));
    const cloud = await startStandInCloud(directory);
    const proxy = await startFaultProxy(cloud.port);
    const key = await loadOrCreateDeviceKey(join(directory, 'device.pem'));
    return new UplinkBench(directory, key, cloud, proxy, await openSpool(directory, key));
  }

  async close(): Promise<void> {
    for (const worker of this.#workers) await worker.stop();
    await this.spool.close();
    await this.proxy.close();
    await this.cloud.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  async reopenSpool(budgetBytes?: number): Promise<void> {
    await this.spool.close();
    this.spool = await openSpool(this.directory, this.key, budgetBytes);
  }

  /** Puts a cloud that knows nobody at the same address. */
  async replaceCloud(): Promise<void> {
    const { port } = new URL(this.proxy.url);
    await this.cloud.close();
    await this.proxy.close();
    this.cloud = await startStandInCloud(this.directory);
    this.proxy = await startFaultProxy(this.cloud.port, Number(port));
  }

  /** Seals and commits the n-th violation, with a picture of so many bytes, and a clip where it has any; gives its digest. */
  async spoolPackage(n: number, severity = 3, bytes = 1000, clipBytes = 0): Promise<string> {
    const violation = sampleViolation(n, severity);
    const { violationId, triggeredAtMs } = violation;
    this.spool.recordViolation(violation, sampleDevice);
    const link = this.spool.nextLink();
    const still = { name: 'still.jpg', role: 'still', mediaType: 'image/jpeg', bytes: randomBytes(bytes) } as const;
    const clip = { name: 'clip.mp4', role: 'clip', mediaType: 'video/mp4', bytes: randomBytes(clipBytes) } as const;
    const { digest, zip } = await sealPackage({
      gatewayId: 'pole-1',
      link,
      violation,
      device: sampleDevice,
      media: (clipBytes === 0 ? [still] : [still, clip]).map((file) => ({
        ...file,
        ...{ capturedAtMs: triggeredAtMs, derivedFrom: null },
      })),
      models: [],
      rules: { name: 'rules.yaml', sha256: 'c'.repeat(64) },
      clock: { source: 'unknown', synchronised: null },
      software: { name: 'lamppost-gateway', version: '0.1.0' },
      key: this.key,
      nowMs: clock.nowMs(),
    });
    await this.spool.commitPackage({ violationId, digest, sequence: link.sequence, zip, severity });
    return digest;
  }

  startWorker(options: Partial<UplinkOptions> = {}, clientOptions: Partial<CloudClientOptions> = {}): UplinkWorker {
    const [cloudUrl, gatewayId, { keyId }] = [this.proxy.url, 'pole-1', this.key];
    const client = createCloudClient({ cloudUrl, gatewayId, key: this.key, clock, ...clientOptions });
    const worker = new UplinkWorker({
      ...{ spool: this.spool, client, gatewayId, keyId, cloudUrl, clock },
      enrolmentCode: this.cloud.code,
      log: this.#log,
      times: QUICK_TIMES,
      ...options,
    });
    this.#workers.push(worker);
    worker.start();
    return worker;
  }

  /** Waits for so many receipts, and for the files of those packages to be gone. */
  untilAccepted(count: number): Promise<void> {
    return until(async () => {
      const { accepted, waiting } = this.spool.counts();
      const files = (await this.files()).length;
      if (accepted !== count || files !== waiting)
        throw new Error(`${accepted} accepted of ${count}, ${files} files for ${waiting} that wait`);
    });
  }

  /** Names of the packages' files that are on the disk. */
  files(folder: 'packages' | 'refused' = 'packages'): Promise<string[]> {
    return readdir(join(this.directory, 'spool', folder));
  }

  /** Requests whose method and path start so. */
  requests(start: string): string[] {
    return this.cloud.requests.filter((request) => request.startsWith(start));
  }

  timesLogged(message: string): number {
    return this.logged.filter(({ msg }) => msg === message).length;
  }
}

function openSpool(directory: string, key: DeviceKey, budgetBytes = 1_000_000_000): Promise<Spool> {
  const log = pino({ level: 'silent' });
  return Spool.open({ directory: join(directory, 'spool'), gatewayId: 'pole-1', key, clock, log, budgetBytes });
}
