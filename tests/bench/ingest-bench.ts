import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, readFileSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type TestCloud,
  type TestGateway,
  type TestPackage,
  databaseUrl,
  readSummary,
  startTestCloud,
  writePackage,
} from '@lamppost/cloud-api/testing';
import fastify from 'fastify';
import pg from 'pg';
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { alternate, spreadOf } from './spread.js';

const PACKAGE_BYTES = 300_000;
const GATEWAYS = 4;
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

/** A gateway that sends: the digests of what it sealed so far, and where it stands, kilometres from the others. */
interface Sender {
  readonly gateway: TestGateway;
  readonly chain: string[];
  readonly position: { readonly lng: number; readonly lat: number };
}

/** The next packages of a gateway: two pictures, readings, and all that a manifest says; each of another camera. */
async function sealPackages(folder: string, { gateway, chain, position }: Sender, count: number) {
  const sealed: TestPackage[] = [];
  for (let n = 0; n < count; n += 1) {
    const sequence = chain.length + 1;
    const picture = () => Buffer.concat([JPEG, randomBytes(PACKAGE_BYTES / 2)]);
    const files = {
      'media/still-1.jpg': picture(),
      'media/masked-1.jpg': picture(),
      'media/readings.json': Buffer.from('{}'),
    };
    const previousDigest = chain.at(-1) ?? null;
    const file = join(folder, `${gateway.gatewayId}-${sequence}.zip`);
    const violation = { sourceId: `cam-${sequence}` };
    const written = await writePackage(file, gateway, { sequence, previousDigest, files, violation, position });
    chain.push(written.digest);
    sealed.push(written);
  }
  return sealed;
}

/** The least that a server can do: it writes the bytes and hashes them, and inserts one row when they are on the disk. */
async function startBare(folder: string, url: string) {
  const pool = new pg.Pool({ connectionString: url, max: GATEWAYS });
  await pool.query('create table bare (digest text primary key, sha256 text not null, size_bytes bigint not null)');
  const app = fastify({ bodyLimit: 2 * PACKAGE_BYTES });
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => {
    done(null, payload);
  });
  app.put<{ Params: { digest: string }; Body: Readable }>('/:digest', async ({ params, body }, reply) => {
    const file = join(folder, params.digest);
    const hash = createHash('sha256');
    const hashed = new PassThrough();
    let sizeBytes = 0;
    hashed.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      sizeBytes += chunk.length;
    });
    await pipeline(body, hashed, createWriteStream(file));
    const written = await open(file, 'r');
    await written.sync();
    await written.close();
    await pool.query('insert into bare values ($1, $2, $3)', [params.digest, hash.digest('hex'), sizeBytes]);
    return reply.code(204).send();
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await app.close();
      await pool.end();
    },
  };
}

async function ratePerSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return (count * 1000) / (performance.now() - beganMs);
}

async function acceptedBy(cloud: TestCloud): Promise<number> {
  return (await readSummary(cloud)).packages.accepted;
}

/** Sends a body with the client that both servers are asked by, so that its share is the same for both. */
async function sendBody(url: string, method: string, headers: Record<string, string>, file: string): Promise<void> {
  const answer = await fetch(url, { method, headers, body: readFileSync(file) });
  if (!answer.ok) throw new Error(`a package was not taken: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** A package by tus in one request (creation with upload). */
async function upload(url: string, gateway: TestGateway, { file, digest }: TestPackage): Promise<void> {
  const encode = (text: string) => Buffer.from(text).toString('base64');
  const headers = {
    authorization: `Bearer ${await gateway.signToken()}`,
    'content-type': 'application/offset+octet-stream',
    'tus-resumable': '1.0.0',
    'upload-length': `${statSync(file).size}`,
    'upload-metadata': `digest ${encode(digest)},gatewayId ${encode(gateway.gatewayId)}`,
  };
  await sendBody(`${url}/api/v1/uploads`, 'POST', headers, file);
}

/** How many packages a second the cloud verifies and takes in, against a bare server that writes, hashes and notes them. */
export async function benchIngest({ isQuick, onProgress }: BenchSettings): Promise<BenchResult> {
  const [rounds, each] = isQuick ? [1, 1] : [5, 25];
  const cloud = await startTestCloud();
  const bare = await startBare(cloud.folder, databaseUrl(cloud));
  try {
    const senders: Sender[] = [];
    for (let n = 0; n < GATEWAYS; n += 1)
      senders.push({
        gateway: await cloud.enrol(`pole-${n}`),
        chain: [],
        position: { lng: 120.16 + n * 0.05, lat: 30.28 },
      });
    const seal = () =>
      Promise.all(
        senders.map(async (sender) => ({
          gateway: sender.gateway,
          packages: await sealPackages(cloud.folder, sender, each),
        })),
      );
    const count = GATEWAYS * each;
    const send = async (one: (gateway: TestGateway, sealed: TestPackage) => Promise<void>) => {
      const work = await seal();
      const rate = await ratePerSecond(count, () =>
        Promise.all(
          work.map(async ({ gateway, packages }) => {
            for (const sealed of packages) await one(gateway, sealed);
          }),
        ),
      );
      for (const { packages } of work) for (const { file } of packages) rmSync(file);
      return rate;
    };
    onProgress(`${rounds} rounds of ${count} packages`);
    const runs = await alternate(rounds, {
      cloud: async () => {
        const before = await acceptedBy(cloud);
        const rate = await send((gateway, sealed) => upload(cloud.url, gateway, sealed));
        const accepted = (await acceptedBy(cloud)) - before;
        if (accepted !== count) throw new Error(`${accepted} of ${count} packages were accepted`);
        return rate;
      },
      bare: async () => {
        // Its packages are of other chains than those that the cloud is given.
        const before = senders.map(({ chain }) => chain.length);
        const rate = await send(async (_gateway, { file, digest }) => {
          await sendBody(`${bare.url}/${digest}`, 'PUT', { 'content-type': 'application/octet-stream' }, file);
        });
        for (const [place, { chain }] of senders.entries()) chain.length = before[place] ?? 0;
        return rate;
      },
    });
    const shares = runs.cloud.map((rate, round) => rate / (runs.bare[round] ?? NaN));
    return {
      question: `How many packages of ${PACKAGE_BYTES} bytes a second does the cloud verify and take in, against a bare server that writes, hashes and notes them?`,
      method: `One client (fetch, a PUT or POST with the whole package), cloud and bare server in one process, its database the embedded PostgreSQL; ${GATEWAYS} gateways at once, kilometres apart, each ${each} packages one after another a round. The cloud: an upload by tus in one request; schema, digests, signature, chain; files into the store, a case with its routing and severity, a receipt in the log. Beside it, in turns: Fastify that streams a PUT into a file while it hashes it, fsyncs it and inserts a row. Packages are sealed before the clock runs. result = median over the rounds of the cloud's rate / the bare rate.`,
      result: spreadOf(shares).median,
      unit: 'of the bare rate',
      aim: { comparison: 'at least', limit: 0.6 },
      figures: [
        figureOf('cloud', 'packages/s', runs.cloud),
        figureOf('bare Fastify', 'packages/s', runs.bare),
        figureOf('share', 'of the bare rate', shares),
      ],
      facts: { packageBytes: PACKAGE_BYTES, gateways: GATEWAYS, packagesPerRound: count, rounds },
    };
  } finally {
    await bare.close();
    await cloud.close();
    cloud.remove();
  }
}
