import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Product, startProduct } from '@lamppost/device-sim';
import { type FaultProxy, startFaultProxy } from '@lamppost/gateway/testing';
import sharp from 'sharp';
import { stringify } from 'yaml';
import { until } from '../e2e/until.js';
import { type KillableBroker, prepareBroker } from './broker.js';
import { builtFile } from './built-file.js';
import { gatewayDisk } from './own-town.js';

export const GATEWAY_ID = 'pole-001';
export const CAMERA_ID = 'site-cam';
/** Monitors of a town: each has dust above the limit once. */
const MONITORS = 240;
export const LIMIT_UG_M3 = 1_000;
const CAMERA_MONITORS = 60;
const DISK_BYTES = 96_000_000;
const SPOOL_BYTES = 1_400_000;
const RESERVE_BYTES = 8_000_000;
const PLACE = { lng: 121.5534, lat: 31.2251, name: '张杨路工地' };
const SEVERITIES = 5;
/** Small and few: drawing and encoding them is not what is tried here. */
const PICTURE_SIZE = { width: 640, height: 360 } as const;
const PICTURES = 10;
const PICTURES_PER_SECOND = 5;
const GRAIN = 12;
const READY_MS = 60_000;

/** The whole product with everything that can fail around it. */
export interface Town {
  readonly directory: string;
  readonly product: Product;
  readonly broker: KillableBroker;
  readonly link: FaultProxy;
  /** Whether the gateway's data lie on a small disk of their own, which can be filled. */
  readonly hasSmallDisk: boolean;
  /** Moves the gateway's clock. */
  setClock(offsetMs: number): void;
  /** Takes a monitor that was not used before. */
  takeMonitor(hasCamera: boolean): string;
  stop(): Promise<void>;
}

const nameOf = (index: number) => `m${String(index).padStart(3, '0')}`;

function rules(): string {
  return stringify({
    schema: 'lamppost.rules/1',
    rules: Array.from({ length: MONITORS }, (_, index) => ({
      id: `dust-${nameOf(index)}`,
      matter: 'dust',
      severity: 1 + (index % SEVERITIES),
      sensor: nameOf(index),
      factor: 'a34001',
      windowSeconds: 10,
      limit: LIMIT_UG_M3,
      minCapture: 0,
      ...(index < CAMERA_MONITORS ? { camera: CAMERA_ID } : {}),
    })),
  });
}

/** Draws what the camera shows: a grey picture with the grain of a sensor, so that a clip has bytes. */
async function drawSite(directory: string): Promise<string> {
  const folder = join(directory, 'site');
  mkdirSync(folder);
  const noise = { type: 'gaussian', mean: 128, sigma: GRAIN } as const;
  for (let index = 0; index < PICTURES; index += 1)
    await sharp({ create: { ...PICTURE_SIZE, channels: 3, background: '#808080', noise } })
      .jpeg()
      .toFile(join(folder, `${index}.jpg`));
  return folder;
}

/** Mounts a small disk; false where that is not allowed. */
function mountSmallDisk(directory: string): boolean {
  mkdirSync(directory, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'lamppost-faults', directory], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

/** Starts everything below an empty directory. */
export async function startTown(directory: string): Promise<Town> {
  const gatewayData = gatewayDisk(directory);
  const hasSmallDisk = mountSmallDisk(gatewayData);
  const clockFile = join(directory, 'clock-offset');
  writeFileSync(clockFile, '0');
  const movedClock = pathToFileURL(builtFile('moved-clock.js')).href;
  const broker = await prepareBroker(join(directory, 'broker'), GATEWAY_ID);
  await broker.start();
  const line: { proxy: FaultProxy | null } = { proxy: null };
  const unmount = () => {
    if (hasSmallDisk) execFileSync('umount', ['--lazy', gatewayData]);
  };
  let product: Product;
  try {
    product = await startProduct({
      directory,
      gatewayId: GATEWAY_ID,
      simulatorArgs: [
        '--footage',
        await drawSite(directory),
        '--camera',
        CAMERA_ID,
        '--fps',
        String(PICTURES_PER_SECOND),
      ],
      rules: rules(),
      gatewayConfig: {
        looksPerSecond: 0.2,
        spoolBytes: SPOOL_BYTES,
        diskReserveBytes: RESERVE_BYTES,
        ringBytesPerCamera: 10_000_000,
        readingBytes: 10_000_000,
        eventLog: { bytes: 10_000_000 },
        sensors: Array.from({ length: MONITORS }, (_, index) => ({
          id: nameOf(index),
          place: { ...PLACE },
          lateSeconds: 0,
        })),
      },
      cloudPort: 0,
      cloudEnv: {},
      gatewayEnv: { NODE_OPTIONS: `--import ${movedClock}`, LAMPPOST_FAULTS_CLOCK: clockFile },
      cloudUrlForGateway: async (url) => {
        line.proxy = await startFaultProxy(Number(new URL(url).port));
        return line.proxy.url;
      },
      broker,
    });
  } catch (error) {
    await broker.kill();
    await line.proxy?.close();
    unmount();
    throw error;
  }
  // Before its first connection no broker keeps anything for it.
  await until('the gateway to be at its broker', READY_MS, async () =>
    (await fetch(`${product.gatewayUrl()}/readyz`)).ok ? true : null,
  );
  const link = line.proxy;
  if (link === null) throw new Error('the gateway was started without its line to the cloud');
  let withCamera = 0;
  let without = CAMERA_MONITORS;
  return {
    directory,
    product,
    broker,
    link,
    hasSmallDisk,
    setClock: (offsetMs) => {
      writeFileSync(clockFile, String(offsetMs));
    },
    takeMonitor: (hasCamera) => nameOf(hasCamera ? withCamera++ : without++),
    stop: async () => {
      await product.stop();
      await broker.kill();
      await line.proxy?.close();
      unmount();
    },
  };
}
