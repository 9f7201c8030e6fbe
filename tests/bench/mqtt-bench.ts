import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { repositoryFile } from '@lamppost/device-sim';
import Database from 'libsql';
import mqtt from 'mqtt';
import { startAedes } from './aedes-broker.js';
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { type Progress, drainRate } from './drain-rate.js';
import { monitorId, monitorMessages } from './monitor-messages.js';
import { type MqttBroker, hasMosquitto, startMosquitto } from './mqtt-broker.js';
import { alternate, quantile, spreadOf } from './spread.js';

const GATEWAY_ID = 'bench';
const MONITORS = 50;
/** How often the gateway is asked for its count, which costs it a few milliseconds each time. */
const POLL_MS = 250;
const TIMEOUT_MS = 180_000;
/** Messages that the publisher has under way. */
const PUBLISH_WINDOW = 500;

interface Load {
  readonly messages: number;
  readonly monitors: number;
  readonly factors: number;
}

/** Makes a session that the broker keeps, and fills its queue. */
async function leaveMessages(broker: MqttBroker, clientId: string, topic: string, load: Load): Promise<void> {
  const session = await mqtt.connectAsync(broker.url, { clientId, clean: false });
  await session.subscribeAsync(topic, { qos: 1 });
  await session.endAsync();
  const publisher = await mqtt.connectAsync(broker.url, { clientId: 'bench-devices' });
  let underWay: Promise<unknown>[] = [];
  for (const { topic: to, payload } of monitorMessages(GATEWAY_ID, load)) {
    underWay.push(publisher.publishAsync(to, payload, { qos: 1 }));
    if (underWay.length < PUBLISH_WINDOW) continue;
    await Promise.all(underWay);
    underWay = [];
  }
  await Promise.all(underWay);
  await publisher.endAsync();
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}

async function bareRate(broker: MqttBroker, load: Load): Promise<number> {
  const clientId = 'bench-bare';
  const topic = `lamppost/v1/${GATEWAY_ID}/sensors/+/telemetry`;
  await leaveMessages(broker, clientId, topic, load);
  const program = fileURLToPath(new URL('./bare-subscriber-worker.js', import.meta.url));
  const child = spawn(process.execPath, [program, broker.url, clientId, topic], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const timer = setTimeout(() => child.kill(), TIMEOUT_MS);
  const progress: Progress[] = [{ atMs: performance.now(), count: 0 }];
  for await (const line of createInterface({ input: child.stdout })) {
    progress.push({ atMs: performance.now(), count: Number(line) });
    if (Number(line) >= load.messages) break;
  }
  clearTimeout(timer);
  await stop(child);
  return drainRate(progress, load.messages);
}

function writeConfig(directory: string, broker: MqttBroker): string {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const ids = Array.from({ length: MONITORS }, (_, monitor) => monitorId(monitor));
  const config = {
    gatewayId: GATEWAY_ID,
    dataDirectory: 'data',
    rulesFile: 'rules.yaml',
    mqtt: { url: broker.url, username: 'bench' },
    cloud: { url: 'http://127.0.0.1:9' },
    http: { port: 0 },
    sensors: ids.map((id) => ({ id, place: { lng: 121.5, lat: 31.2, name: id } })),
  };
  const rules = {
    schema: 'lamppost.rules/1',
    rules: ids.map((sensor) => ({
      ...{ id: `${sensor}-pm10`, matter: 'dust', matterCode: '08 004', severity: 2 },
      ...{ sensor, factor: 'a34002', windowSeconds: 900, limit: 150 },
    })),
  };
  // JSON is YAML.
  writeFileSync(join(directory, 'rules.yaml'), JSON.stringify(rules));
  const file = join(directory, 'gateway.yaml');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** Sum of a counter over its labels, in the gateway's metrics. */
async function sumOf(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

interface Drained {
  /** Messages a second. */
  readonly rate: number;
  readonly stored: number;
  readonly violations: number;
}

async function gatewayRate(broker: MqttBroker, load: Load, scratch: string): Promise<Drained> {
  const directory = join(scratch, 'gateway');
  const config = writeConfig(directory, broker);
  await leaveMessages(broker, `lamppost-${GATEWAY_ID}`, `lamppost/v1/${GATEWAY_ID}/sensors/+/telemetry`, load);
  const child = spawn(process.execPath, [repositoryFile('gateway/dist/main.js'), '--config', config], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, LAMPPOST_MQTT_PASSWORD: 'bench' },
  });
  try {
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const { url } = JSON.parse(line) as { url: string };
    const progress: Progress[] = [{ atMs: performance.now(), count: 0 }];
    const total = load.messages * load.factors;
    const endMs = performance.now() + TIMEOUT_MS;
    for (let count = 0; count < total && performance.now() < endMs;) {
      count = await sumOf(url, 'lamppost_readings_total');
      progress.push({ atMs: performance.now(), count });
      await sleep(POLL_MS);
    }
    const violations = await sumOf(url, 'lamppost_violations_total');
    return { rate: drainRate(progress, total) / load.factors, stored: storedReadings(directory), violations };
  } finally {
    await stop(child);
  }
}

function storedReadings(directory: string): number {
  const database = new Database(join(directory, 'data', 'readings.db'), { readonly: true });
  const { count } = database.prepare('SELECT COUNT(*) AS count FROM reading').get() as { count: number };
  database.close();
  return count;
}

/** What the gateway takes from a broker, held against a subscriber that does nothing with it. */
export async function benchMqtt({ isQuick, scratch, onProgress }: BenchSettings): Promise<BenchResult> {
  const [rounds, messages, messagesOfEight] = isQuick ? [1, 2_000, 500] : [3, 150_000, 30_000];
  const broker = hasMosquitto() ? await startMosquitto(join(scratch, 'broker')) : await startAedes();
  const load: Load = { messages, monitors: MONITORS, factors: 1 };
  const loadOfEight: Load = { messages: messagesOfEight, monitors: MONITORS, factors: 8 };
  try {
    onProgress(`${rounds} rounds of ${messages} messages that wait at ${broker.name}`);
    const runs = await alternate(
      rounds,
      {
        bare: () => bareRate(broker, load),
        gateway: () => gatewayRate(broker, load, scratch),
        bareOfEight: () => bareRate(broker, loadOfEight),
        gatewayOfEight: () => gatewayRate(broker, loadOfEight, scratch),
      },
      0,
    );
    const ratios = runs.gateway.map(({ rate }, round) => rate / (runs.bare[round] ?? NaN));
    const ratiosOfEight = runs.gatewayOfEight.map(({ rate }, round) => rate / (runs.bareOfEight[round] ?? NaN));
    const last = runs.gateway.at(-1);
    return {
      question:
        'How many readings a second does the gateway take from QoS 1 messages to rule state and durable time series, as a share of the messages that a bare mqtt.js subscriber takes?',
      method: `${messages} messages of JSON telemetry of ${MONITORS} monitors wait in a persistent session at ${broker.name} (in-flight window of 1,000, as shipped). Then the whole gateway, a process of its own with a dust rule for each monitor, or the bare subscriber, connects and takes them all at QoS 1. The rate is that from the first tenth to the last, so that neither is measured while it is still being compiled; the gateway's by its own count of stored readings. It acknowledges after the commit with fsync. Each round takes all in turn; result = median over rounds of gateway / bare at one reading a message.`,
      result: quantile(ratios, 0.5),
      unit: 'of the bare subscriber',
      aim: { comparison: 'at least', limit: 0.5 },
      figures: [
        figureOf('bare subscriber, one reading a message', 'readings/s', runs.bare),
        figureOf(
          'gateway, one reading a message',
          'readings/s',
          runs.gateway.map(({ rate }) => rate),
        ),
        figureOf('share, one reading a message', 'ratio', ratios),
        figureOf(
          'bare subscriber, eight readings a message',
          'readings/s',
          runs.bareOfEight.map((rate) => 8 * rate),
        ),
        figureOf(
          'gateway, eight readings a message',
          'readings/s',
          runs.gatewayOfEight.map(({ rate }) => 8 * rate),
        ),
        figureOf('share, eight readings a message', 'ratio', ratiosOfEight),
      ],
      facts: {
        broker: broker.name,
        messages,
        rounds,
        storedReadings: last?.stored ?? null,
        violationsFound: last?.violations ?? null,
        shareAtEightReadingsAMessage: spreadOf(ratiosOfEight).median,
      },
    };
  } finally {
    await broker.stop();
  }
}
