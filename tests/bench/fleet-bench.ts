import { join } from 'node:path';
import { GatewayReport } from '@lamppost/contracts';
import { z } from 'zod';
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { startFleetCloud, type FleetCloud } from './fleet-cloud.js';
import { type FleetCounts, FleetGateway } from './fleet-gateway.js';
import { spreadOf } from './spread.js';

const HOURS = 24;
/** Gateways that talk to the cloud at a time. */
const AT_A_TIME = 16;
/** Hours after which a share of the second version is advanced. */
const STEP_HOURS = [12, 16, 20];
const STEPS = [10, 50, 100];
const LAST_ID = 2;

async function inTurns<Item>(
  items: readonly Item[],
  work: (item: Item, place: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const one = async () => {
    for (let place = next++; place < items.length; place = next++) {
      const item = items[place];
      if (item !== undefined) await work(item, place);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, one));
}

async function publish(cloud: FleetCloud, version: number): Promise<void> {
  const text = `# version ${version} of the rules of the fleet\nschema: lamppost.rules/1\nversion: fleet-${version}\nrules: []\n`;
  const note = `version ${version}`;
  await cloud.ask('POST', '/api/v1/documents', { kind: 'rules', name: 'fleet', note, text }, `"v${version - 1}"`);
  const steps = version === 1 ? [100] : STEPS;
  await cloud.ask('POST', '/api/v1/rollouts', { groupId: 'fleet', name: 'fleet', version, steps });
}

async function advance(cloud: FleetCloud, rolloutId: number): Promise<void> {
  const { version } = await cloud.rollout(rolloutId);
  await cloud.ask('POST', `/api/v1/rollouts/${rolloutId}/steps`, { step: 'advance' }, `"v${version}"`);
}

/** What the cloud lost of what the fleet did: packages, receipts, reports, entries, or gateways that do not go by the last version. */
async function findLost(cloud: FleetCloud, gateways: readonly FleetGateway[], sent: FleetCounts) {
  const kept = new Set(
    z
      .array(z.object({ digest: z.string() }))
      .parse(await cloud.query('select digest from packages'))
      .map(({ digest }) => digest),
  );
  const packages = gateways.flatMap(({ digests }) => digests).filter((digest) => !kept.has(digest)).length;
  const inNoCase = await cloud.count(
    'select count(*) from packages p where not exists (select 1 from cases c where c.case_id = p.case_id)',
  );
  const entries = sent.entries - (await cloud.count('select count(*) from chain_entries'));
  const questions = await cloud.count('select count(*) from packages where chain_question is not null');
  const rows = z
    .array(z.object({ gateway_id: z.string(), report: GatewayReport }))
    .parse(await cloud.query('select gateway_id, report from gateway_reports'));
  const reports = gateways.filter(({ gatewayId, report }) => {
    const found = rows.find((row) => row.gateway_id === gatewayId)?.report;
    return report === null || found?.atMs !== report.atMs || found.rules?.sha256 !== report.rules?.sha256;
  }).length;
  const { counts, state } = await cloud.rollout(LAST_ID);
  const versions = new Set(gateways.map(({ document }) => document));
  const onAnother = gateways.length - (versions.size === 1 ? counts.taken : 0);
  if (state !== 'finished') throw new Error(`the roll-out is ${state}, and not finished`);
  return { packages, inNoCase, entries, questions, reports, onAnother };
}

/** Whether a cloud bears a day of a great fleet: nothing lost, and no more memory at its end than in its second quarter. */
export async function benchFleet({ isQuick, scratch, onProgress }: BenchSettings): Promise<BenchResult> {
  const [size, packagesEach] = isQuick ? [6, 1] : [1_000, 2];
  const ids = Array.from({ length: size }, (_, n) => `pole-${n}`);
  const cloud = await startFleetCloud(join(scratch, 'fleet'), ids);
  try {
    const sent: FleetCounts = { reports: 0, polls: 0, unchanged: 0, documents: 0, packages: 0, entries: 0 };
    const gateways: FleetGateway[] = [];
    onProgress(`${size} gateways enrol`);
    await inTurns(ids, async (gatewayId) => {
      const gateway = await cloud.enrol(gatewayId);
      gateways.push(
        new FleetGateway({
          gateway,
          url: cloud.url,
          folder: scratch,
          counts: sent,
          nowMs: () => Math.round(performance.timeOrigin + performance.now()),
        }),
      );
    });
    await cloud.ask('POST', '/api/v1/gateway-groups', { groupId: 'fleet', name: 'fleet', kind: 'rules' });
    await cloud.ask('PATCH', '/api/v1/gateway-groups/fleet', { add: ids }, '"v1"');
    const resident: number[] = [];
    const hourSeconds: number[] = [];
    for (let hour = 0; hour < HOURS; hour += 1) {
      onProgress(`hour ${hour + 1} of ${HOURS}`);
      const beganMs = performance.now();
      if (hour === 1) await publish(cloud, 1);
      if (hour === 4) await advance(cloud, 1);
      if (hour === 8) await publish(cloud, 2);
      if (STEP_HOURS.includes(hour)) await advance(cloud, LAST_ID);
      await inTurns(gateways, async (gateway, place) => {
        await gateway.poll();
        for (let n = 0; n < packagesEach; n += 1)
          // Spread over the day, each gateway at its own hours.
          if ((place + (n * HOURS) / packagesEach) % HOURS === hour) await gateway.send();
        if ((place + 5) % HOURS === hour) await gateway.giveUp();
        await gateway.tell();
      });
      hourSeconds.push((performance.now() - beganMs) / 1_000);
      resident.push((await cloud.residentBytes()) / 1e6);
    }
    const lost = await findLost(cloud, gateways, sent);
    if (Object.values(lost).some((count) => count !== 0))
      throw new Error(`something was lost: ${JSON.stringify(lost)}`);
    const quarter = HOURS / 4;
    const second = resident.slice(quarter, 2 * quarter);
    const last = resident.slice(-quarter);
    return {
      question: `Does a cloud bear a day of ${size} gateways: nothing lost, and no more memory at its end than in its second quarter?`,
      method: `A cloud as a process of its own on its embedded PostgreSQL; ${size} simulated gateways with keys of their own, ${AT_A_TIME} at a time, as fast as it answers. A day is ${HOURS} rounds, an hour each: every gateway asks what it is to go by (If-None-Match) and reports; in a day each sends ${packagesEach} package(s) by tus and reads the receipt, and one entry of its chain that is no package. Rules are rolled out to all, and then a second version in steps of ${STEPS.join(', ')} %. So an hour holds one question and one report of each gateway where a real one holds 60. Checked at the end, and with anything lost there is no result: each package is in the database, in a case, without a question about its chain; each entry; the last report of each gateway, as it was sent; each gateway goes by the second version. result = median of the resident memory of the cloud's process after the rounds of the last quarter / of the second.`,
      result: spreadOf(last).median / spreadOf(second).median,
      unit: 'times the memory',
      aim: { comparison: 'at most', limit: 1.1 },
      figures: [
        figureOf('resident memory, second quarter', 'MB', second),
        figureOf('resident memory, last quarter', 'MB', last),
        figureOf('one round', 's', hourSeconds),
      ],
      facts: { gateways: size, hours: HOURS, atATime: AT_A_TIME, ...sent, lost: 0 },
    };
  } finally {
    await cloud.close();
  }
}
