import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg, intersectionOverUnion } from '@lamppost/detectors';
import { type OutsideBroker, type Product, startProduct } from '@lamppost/device-sim';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HELD_BOX, composeParkedClip } from './compose-parked-clip.js';
import { type DebianPeers, startDebianPeers } from './debian-peers.js';
import { dataDirectory, missingPeer } from './peers.js';
import { caseOf, casesOf, fileOf, packagesOf } from './read-product.js';
import { until } from './until.js';

const GATEWAY_ID = 'pole-odc';
const RULE_SECONDS = 12;
const CLIP = { fromSeconds: 3, toSeconds: 20, clipSeconds: 24 };

// The zone is the whole road of the picture's lower half, and the bay beside it: all the traffic drives through it.
const RULES = `
schema: lamppost.rules/1
zones:
  - { id: road, camera: street, polygon: [[0.05, 0.45], [1, 0.45], [1, 1], [0.14, 1]] }
rules:
  - { id: parked, matter: parking, matterCode: 09 009, severity: 3, zone: road, forSeconds: ${RULE_SECONDS} }
`;

let directory = '';
let clip = '';
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'street-'));
  clip = join(directory, 'parked.mp4');
  if (missingPeer({ data: 'street_odc' }) !== null) return;
  const ffmpeg = await findFfmpeg(process.env.LAMPPOST_FFMPEG);
  await composeParkedClip(ffmpeg.path, join(dataDirectory, 'street_odc/frames'), clip, CLIP);
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Plays the clip once, from camera to case, and checks what came of it. */
async function playTheStreet(name: string, peers: DebianPeers | null): Promise<void> {
  const broker: OutsideBroker | null = peers?.broker ?? null;
  let product: Product | null = null;
  try {
    product = await startProduct({
      directory: join(directory, name),
      gatewayId: GATEWAY_ID,
      simulatorArgs: ['--footage', clip, '--camera', 'street', '--fps', '10', '--once'],
      rules: RULES,
      gatewayConfig: {},
      cloudPort: 0,
      cloudEnv: peers === null ? {} : { LAMPPOST_CLOUD_DATABASE_URL: peers.databaseUrl },
      cloudUrlForGateway: (url) => Promise.resolve(url),
      broker,
    });
    const running = product;
    const startedAtMs = Number(running.simulator().ready.startedAtMs);
    const readLog = () => readFileSync(join(directory, name, 'gateway.log'), 'utf8');
    // Beyond the end of the clip, so that a false lead of the traffic would have been found.
    await until('the clip to be over', 120_000, () =>
      Date.now() > startedAtMs + (CLIP.clipSeconds + 2) * 1000 ? true : null,
    );
    await until('the package to be accepted', 60_000, () => (readLog().includes('package accepted') ? true : null));
    await until('no package to wait', 30_000, async () => ((await packagesOf(running)).waiting === 0 ? true : null));
    expect(readLog().match(/"msg":"violation found"/g)).toHaveLength(1);

    const cases = await casesOf(running);
    expect(cases.map(({ matter }) => matter)).toEqual(['parking']);
    const detail = await caseOf(running, cases[0]?.caseId ?? '');
    const { violation, files } = detail;
    const dwellMs = violation.triggeredAtMs - violation.startedAtMs;
    expect(dwellMs).toBeGreaterThanOrEqual(RULE_SECONDS * 1000);
    expect(dwellMs).toBeLessThan((RULE_SECONDS + 3) * 1000);
    // So near that a picture taken out of the wrong bars of its frame, 4 % of the height off, is none of it.
    expect(intersectionOverUnion(violation.subject?.box ?? { x1: 0, y1: 0, x2: 0, y2: 0 }, HELD_BOX)).toBeGreaterThan(
      0.8,
    );

    const stills = files.filter(({ role }) => role === 'still');
    expect(stills.length).toBeGreaterThanOrEqual(2);
    // GA/T 832: stills of a stationary vehicle at least 10 s apart.
    expect((stills.at(-1)?.capturedAtMs ?? 0) - (stills[0]?.capturedAtMs ?? 0)).toBeGreaterThanOrEqual(10_000);
    for (const still of stills) {
      expect(await sharp(await fileOf(running, still.url)).metadata()).toMatchObject({ width: 640, height: 360 });
    }
    expect(await packagesOf(running)).toMatchObject({ accepted: 1, waiting: 0, refused: 0, lost: 0 });
    const log = readLog();
    expect(log.match(/"level":50/g)).toBeNull();
    // What the box said of it, for whoever reads the log of the run.
    const told = log
      .split('\n')
      .filter((line) => /"msg":"(violation found|package sealed|package accepted)/.test(line));
    const violationToCaseMs = detail.openedAtMs - violation.triggeredAtMs;
    const figures = {
      dwellMs,
      coverage: violation.observedCoverage,
      label: violation.subject?.label,
      violationToCaseMs,
    };
    process.stdout.write(`${name}: ${JSON.stringify(figures)}\n${told.join('\n')}\n`);
  } finally {
    await product?.stop();
  }
}

describe('a vehicle that is held still for 17 s beside a real moving street is one parking case, and the traffic is none', () => {
  const noData = missingPeer({ data: 'street_odc' });
  test.skipIf(noData !== null)(
    `on the embedded broker and database${noData === null ? '' : ` (${noData})`}`,
    { timeout: 240_000 },
    async () => {
      await playTheStreet('embedded', null);
    },
  );

  const noPeers = missingPeer({ data: 'street_odc', commands: ['mosquitto', 'mosquitto_passwd', 'pg_ctlcluster'] });
  test.skipIf(noPeers !== null)(
    `on Debian's mosquitto and PostgreSQL${noPeers === null ? '' : ` (${noPeers})`}`,
    { timeout: 240_000 },
    async () => {
      const peers = await startDebianPeers(join(directory, 'peers'), GATEWAY_ID);
      try {
        await playTheStreet('debian', peers);
      } finally {
        await peers.stop();
      }
    },
  );
});
