import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type TestGateway,
  postJson,
  readReceipt,
  sealTombstone,
  uploadPackage,
  writePackage,
} from '@lamppost/cloud-api/testing';
import {
  type AssignmentOutcome,
  type GatewayReport,
  GatewayAssignments,
  SignedEntryReceipt,
} from '@lamppost/contracts';

/** What a simulated gateway counts of its day. */
export interface FleetCounts {
  reports: number;
  polls: number;
  /** Polls that were answered with nothing new. */
  unchanged: number;
  documents: number;
  packages: number;
  entries: number;
}

/** Options of {@link FleetGateway}. */
export interface FleetGatewayOptions {
  readonly gateway: TestGateway;
  /** Root of the cloud. */
  readonly url: string;
  /** Folder for packages that are on their way. */
  readonly folder: string;
  readonly counts: FleetCounts;
  readonly nowMs: () => number;
}

/** A gateway of a great fleet, as much of it as the cloud sees. */
export class FleetGateway {
  /** Digests of its packages, in the order of its chain. */
  readonly digests: string[] = [];
  /** Its last report. */
  report: GatewayReport | null = null;
  /** Hash of the document that it goes by; null: none. */
  document: string | null = null;
  private etag: string | null = null;
  private serial = 0;
  private sequence = 0;
  private previousDigest: string | null = null;

  constructor(private readonly options: FleetGatewayOptions) {}

  get gatewayId(): string {
    return this.options.gateway.gatewayId;
  }

  /** Reports how it is, as gateways do every minute. */
  async tell(): Promise<void> {
    const { url, counts, nowMs } = this.options;
    const atMs = nowMs();
    const rules = { sha256: this.document ?? '0'.repeat(64), version: null, sinceMs: atMs, refused: null };
    const report: GatewayReport = {
      ...{ atMs, startedAtMs: 1, version: '1.0.0', clock: { source: 'kernel', synchronised: true } },
      ...{
        broker: { state: 'up', sinceMs: 1, reason: null },
        cameras: { 'camera-1': { state: 'up', sinceMs: 1, reason: null } },
      },
      ...{ sensors: {}, packagesWaiting: this.sequence, oldestWaitingAtMs: null, shortages: [], rules },
    };
    await expectStatus(await postJson(`${url}/api/v1/gateways/report`, report, await this.headers()), 200);
    this.report = report;
    counts.reports += 1;
  }

  /** Asks what it is to go by, and takes it. */
  async poll(): Promise<void> {
    const { url, counts } = this.options;
    const headers = await this.headers();
    const answer = await fetch(`${url}/api/v1/gateways/assignments?rules=${this.serial}`, {
      headers: { ...headers, ...(this.etag === null ? {} : { 'if-none-match': this.etag }) },
    });
    counts.polls += 1;
    if (answer.status === 304) {
      counts.unchanged += 1;
      return;
    }
    const { assignments } = GatewayAssignments.parse(JSON.parse(await expectStatus(answer, 200)));
    this.etag = answer.headers.get('etag');
    for (const { assignment } of assignments) {
      const { kind, serial, document } = assignment;
      if (serial <= this.serial || document === null) continue;
      const content = await fetch(`${url}/api/v1/gateways/documents/${document.sha256}`, { headers });
      const sha256 = createHash('sha256')
        .update(await expectStatus(content, 200))
        .digest('hex');
      if (sha256 !== document.sha256)
        throw new Error(`${this.gatewayId} was given another document than it was assigned`);
      const atMs = this.options.nowMs();
      const outcome: AssignmentOutcome = { kind, serial, result: 'taken', problem: null, problems: 0, atMs };
      await expectStatus(await postJson(`${url}/api/v1/gateways/assignments/outcomes`, outcome, headers), 204);
      this.serial = serial;
      this.document = sha256;
      counts.documents += 1;
    }
  }

  /** Seals a package, uploads it, and reads its receipt. */
  async send(): Promise<void> {
    const { url, folder, gateway, counts } = this.options;
    this.sequence += 1;
    const { sequence, previousDigest } = this;
    const file = join(folder, `${this.gatewayId}-${sequence}.zip`);
    const sealed = await writePackage(file, gateway, { sequence, previousDigest, placeName: this.gatewayId });
    await uploadPackage(url, gateway, sealed, { uploadDataDuringCreation: true });
    rmSync(file);
    const { receipt } = await readReceipt(url, gateway, sealed.digest);
    if (receipt.digest !== sealed.digest) throw new Error(`${this.gatewayId} got a receipt of another package`);
    this.previousDigest = sealed.digest;
    this.digests.push(sealed.digest);
    counts.packages += 1;
  }

  /** Has the cloud keep an entry of its chain that is no package: that one was given up. */
  async giveUp(): Promise<void> {
    const { url, gateway, counts } = this.options;
    this.sequence += 1;
    const violationId = createHash('md5').update(`${this.gatewayId} given up`).digest('hex');
    const { signed, digest } = sealTombstone(
      gateway,
      { sequence: this.sequence, previousDigest: this.previousDigest },
      [
        {
          violationId,
          sequence: null,
          digest: null,
          previousDigest: null,
          matter: 'parking',
          severity: 1,
          triggeredAtMs: 1,
        },
      ],
    );
    const answer = await postJson(`${url}/api/v1/chain-entries`, signed, await this.headers());
    const { receipt } = SignedEntryReceipt.parse(JSON.parse(await expectStatus(answer, 200)));
    if (receipt.digest !== digest) throw new Error(`${this.gatewayId} got a receipt of another entry`);
    this.previousDigest = digest;
    counts.entries += 1;
  }

  private async headers(): Promise<Record<string, string>> {
    return { authorization: `Bearer ${await this.options.gateway.signToken()}` };
  }
}

async function expectStatus(answer: Response, status: number): Promise<string> {
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`${answer.url} was answered with ${answer.status}: ${text}`);
  return text;
}
