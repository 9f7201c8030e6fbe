import { mkdir, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Asker } from '../access/asker.js';
import type { AuditLog } from '../audit/audit-log.js';
import { exportAuditOf, readAuditHead } from '../audit/read-audit.js';
import type { CaseRow } from '../cases/life/apply-step.js';
import { readCase } from '../cases/read-case.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import { formatDeviceId } from '../devices/device.js';
import { listDeviceKeys } from '../devices/device-keys.js';
import { toSummary } from '../devices/device-row.js';
import { readDispatchesOf } from '../dispatch/dispatch-store.js';
import { ProblemError } from '../errors/problem-error.js';
import type { EvidenceStore } from '../evidence-store/evidence-store.js';
import { openKept } from '../evidence-store/open-kept.js';
import { buildExchange } from '../exchange/build-exchange.js';
import { listReceiptKeys } from '../ingest/receipt-keys.js';
import { readSupports } from '../joint/read-supports.js';
import { readCoordination } from '../jurisdiction/coordination.js';
import { readProof } from '../merkle-log/read-proof.js';
import { rebuildPackage } from '../package-form/rebuild-package.js';
import { printPaper } from '../papers/print-paper.js';
import { listPapers, readPaper } from '../papers/read-papers.js';
import { printReport } from '../verification/print-report.js';
import { openArchiveFolder, type ArchiveFolder } from './archive-folder.js';
import { noteExport } from './note-export.js';
import { requireExportable } from './require-exportable.js';
import type { JudgedPackage } from './unmet-conditions.js';
import { verifyArchive } from './verify-archive.js';

/** Archives that are put together at a time: each takes the disk for all its packages. */
const MOST_AT_ONCE = 2;
const RETRY_AFTER_S = 10;

const README = `线索归档 Archive of a case

case.json            线索、步骤与历史 the case with its steps and history
packages/*.zip       封存的证据包（原样） evidence packages, byte for byte as they were sealed
proofs/*.proof.json  平台收据、时间戳与日志证明 receipts, time stamps and proofs of the log
keys.json            验证所用公钥 public keys to verify with
verification.txt     验证报告 what verification found (verification.json: as data)
devices.json         设备登记与法定条件 the devices, and what their records are judged by: the register or the package
exchange/*.json      供其他平台使用的格式 the case in the forms of other platforms
dispatches.json, photos/  现场核查 what patrols reported
papers/, supports.json, coordination.json  文书草稿、协办、管辖协调 drafts, joint handling, coordination
audit.jsonl          审计日志摘录 entries of the audit log about this case; audit-head.json: the log's head then
SHA256SUMS           以上各文件的校验值 hashes of all of these: sha256sum -c SHA256SUMS

npm run verify -- --keys keys.json packages proofs
`;

interface Parts {
  readonly database: CloudDatabase;
  readonly store: EvidenceStore;
  readonly clock: Clock;
  readonly audit: Pick<AuditLog, 'append'>;
}

/** Puts whole cases into archives. */
export interface CaseExporter {
  /**
   * One archive of a case that the asker may export.
   *
   * @throws ProblemError `export.conditions-unmet` naming each condition of art. 41, `service.busy`
   */
  exportCase(asker: Asker, row: CaseRow, reason: string): Promise<NodeJS.ReadableStream>;
}

/** The devices of the evidence as the register has them now, each with what its package is judged by. */
async function describeDevices(database: CloudDatabase, judged: readonly JudgedPackage[]) {
  return await Promise.all(
    judged.map(async ({ digest, manifest, registered }) => {
      const deviceId = formatDeviceId(manifest.gatewayId, manifest.device.sourceId);
      const row = await database.selectFrom('devices').selectAll().where('device_id', '=', deviceId).executeTakeFirst();
      const basis = registered === null ? 'package' : 'register';
      const register = row === undefined ? null : { ...toSummary(row, null), legal: row.legal };
      return { digest, deviceId, basis, legalStatus: manifest.device.legalStatus, register };
    }),
  );
}

const toJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

async function addEvidence(
  { database, store }: Parts,
  folder: ArchiveFolder,
  digests: readonly string[],
): Promise<void> {
  const packages: string[] = [];
  const proofs: string[] = [];
  for (const digest of digests) {
    const rebuilt = await rebuildPackage({ database, store }, digest);
    const proof = await readProof(database, digest);
    if (rebuilt === null || proof === null) throw new Error(`the package ${digest} is gone`);
    const name = `${rebuilt.gatewayId}-${rebuilt.sequence}-${digest.slice(0, 12)}`;
    packages.push(`packages/${name}.zip`);
    proofs.push(`proofs/${name}.proof.json`);
    await folder.write(`packages/${name}.zip`, rebuilt.stream);
    await folder.write(`proofs/${name}.proof.json`, toJson(proof));
  }
  const keys = await listDeviceKeys(database);
  const receiptKeys = await listReceiptKeys(database);
  await folder.write('keys.json', toJson({ schema: 'lamppost.gateway-keys/1', keys, receiptKeys }));
  const report = await verifyArchive(folder, { keys: 'keys.json', packages, proofs });
  await folder.write('verification.json', toJson(report));
  await folder.write('verification.txt', `${printReport(report)}\n`);
}

async function addDocuments(
  { database, store, clock }: Parts,
  folder: ArchiveFolder,
  asker: Asker,
  caseId: string,
): Promise<void> {
  const { actor } = asker;
  const nowMs = clock.nowMs();
  await folder.write('README.txt', README);
  await folder.write('case.json', toJson(await readCase(database, actor, caseId)));
  await folder.write('supports.json', toJson(await readSupports(database, caseId, nowMs)));
  await folder.write('coordination.json', toJson(await readCoordination(database, { actor, caseId })));
  const dispatches = await readDispatchesOf(database, caseId, nowMs);
  await folder.write('dispatches.json', toJson(dispatches));
  const photos = new Set(dispatches.flatMap(({ steps }) => steps.flatMap((step) => step.photos)));
  for (const sha256 of photos) {
    await folder.write(`photos/${sha256}.jpg`, (await openKept(store, sha256)).stream);
  }
  for (const { version, kind } of await listPapers(database, caseId)) {
    const paper = await readPaper(database, caseId, version);
    if (paper === null) continue;
    await folder.write(`papers/${version}-${kind}.json`, toJson(paper));
    await folder.write(`papers/${version}-${kind}.zh.html`, printPaper(paper, 'zh'));
    await folder.write(`papers/${version}-${kind}.en.html`, printPaper(paper, 'en'));
  }
  await folder.write('audit.jsonl', Readable.from(exportAuditOf(database, caseId)));
  await folder.write('audit-head.json', toJson(await readAuditHead(database)));
}

/** Exports cases by way of a folder on the disk, which is empty when nobody exports. What an earlier run left half-done in it is cleared away. */
export async function openCaseExporter(parts: Parts & { readonly folder: string }): Promise<CaseExporter> {
  await rm(parts.folder, { recursive: true, force: true });
  await mkdir(parts.folder, { recursive: true, mode: 0o700 });
  let underWay = 0;
  return {
    exportCase: async (asker, row, reason) => {
      const caseId = row.case_id;
      const judged = await requireExportable(parts.database, row);
      if (underWay >= MOST_AT_ONCE)
        throw new ProblemError('service.busy', `${underWay} archives are put together just now`, {
          retryAfterSeconds: RETRY_AFTER_S,
        });
      underWay += 1;
      const folder = await openArchiveFolder(parts.folder);
      try {
        // Written down first, and so that it stands in the archive itself.
        await noteExport(parts, asker, { caseId, reason, what: {} });
        await addEvidence(
          parts,
          folder,
          judged.map(({ digest }) => digest),
        );
        await addDocuments(parts, folder, asker, caseId);
        const { cityEvent, motorVehicles } = await buildExchange(parts.database, row, judged);
        await folder.write('exchange/city-event.json', toJson(cityEvent));
        if (motorVehicles !== null) await folder.write('exchange/motor-vehicles.json', toJson(motorVehicles));
        await folder.write('devices.json', toJson(await describeDevices(parts.database, judged)));
        return await folder.pack();
      } catch (error) {
        await folder.remove();
        throw error;
      } finally {
        underWay -= 1;
      }
    },
  };
}
