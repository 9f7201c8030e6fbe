import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StartedProcess, repositoryFile, startProcess } from '@lamppost/device-sim';
import type { Browser, Page } from 'playwright-core';
import { listFaults, openContext, type SCREENS } from './browser.js';

const READY_MS = 90_000;
/** What the operator of these tests chose. */
export const OPERATOR = { name: 'li', password: 'Lantern-Post-2026' } as const;

/** What an {@link OperatorBox} is started with. */
export interface OperatorBoxOptions {
  /** A scenario of the simulator, as YAML. */
  readonly scenario: string;
  readonly rules: string;
  /** Whether it speaks TLS, with a certificate of its own. */
  readonly hasTls?: boolean;
  /** Merged over the gateway's configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Puts into the data directory what is there before the gateway starts. */
  readonly prepare?: (dataDirectory: string) => Promise<void>;
}

/** A gateway with simulated devices and an operator, but no cloud: what an operator sees does not need one. */
export interface OperatorBox {
  readonly url: string;
  readonly directory: string;
  /** The one-time password that the command printed. */
  readonly oneTimePassword: string;
  /** Runs `npm run operator` with these arguments; what it printed. */
  operator(...args: readonly string[]): string;
  /** Ends the gateway, and starts it anew at the same address once `whileGone` is over. */
  restart(whileGone: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** Makes a certificate that the box signed for itself, and its key: `box.crt` and `box.key`. */
function makeCertificate(directory: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'box.key'];
  const name = ['-subj', '/CN=box', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2', '-out', 'box.crt'];
  execFileSync('openssl', ['req', '-x509', ...key, ...name], { cwd: directory, stdio: 'ignore' });
}

/** Starts a box: simulator and gateway as processes of their own, and an operator's account made by the command. */
export async function startOperatorBox(options: OperatorBoxOptions): Promise<OperatorBox> {
  const { scenario, rules, hasTls = false, config = {} } = options;
  const directory = mkdtempSync(join(tmpdir(), 'operator-box-'));
  const started: StartedProcess[] = [];
  const stop = async () => {
    await Promise.all(started.map((process_) => process_.stop()));
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    mkdirSync(directory, { recursive: true });
    const file = (name: string, text: string) => {
      writeFileSync(join(directory, name), text);
      return join(directory, name);
    };
    const run = async (name: string, args: readonly string[], env: Readonly<Record<string, string>>) => {
      const logFile = join(directory, `${name}.log`);
      const process_ = await startProcess({ args, env, logFile, readyTimeoutMs: READY_MS });
      started.push(process_);
      return process_;
    };
    const password = randomBytes(18).toString('base64url');
    const simulator = await run(
      'device-sim',
      [
        repositoryFile('device-sim/dist/main.js'),
        ...['--scenario', file('scenario.yaml', scenario), '--gateway-id', 'pole-1'],
        ...['--rtsp-port', '0', '--broker-port', '0'],
      ],
      {
        LAMPPOST_SIM_RTSP_PASSWORD: randomBytes(18).toString('base64url'),
        LAMPPOST_SIM_DEVICE_PASSWORD: randomBytes(18).toString('base64url'),
        LAMPPOST_SIM_GATEWAY_PASSWORD: password,
      },
    );
    file('rules.yaml', rules);
    await options.prepare?.(join(directory, 'data'));
    if (hasTls) makeCertificate(directory);
    const writeConfig = (port: number) =>
      file(
        'gateway.yaml',
        JSON.stringify({
          ...{ gatewayId: 'pole-1', dataDirectory: 'data', rulesFile: 'rules.yaml' },
          mqtt: { url: `mqtt://127.0.0.1:${String(simulator.ready.brokerPort)}`, username: 'gateway' },
          // Nobody answers there: the box works without its cloud.
          cloud: { url: 'http://127.0.0.1:9' },
          http: { port, ...(hasTls ? { tls: { certFile: 'box.crt', keyFile: 'box.key' } } : {}) },
          ...config,
        }),
      );
    const configFile = writeConfig(0);
    const operator = (...args: readonly string[]) =>
      execFileSync(
        process.execPath,
        [repositoryFile('gateway/dist/operators/main.js'), ...args, '--config', configFile],
        {
          encoding: 'utf8',
        },
      );
    const oneTimePassword = /: (\S+)\n$/.exec(operator('add', OPERATOR.name))?.[1] ?? '';
    const start = async () =>
      run('gateway', [repositoryFile('gateway/dist/main.js'), '--config', configFile], {
        LAMPPOST_MQTT_PASSWORD: password,
      });
    let gateway = await start();
    const url = String(gateway.ready.url);
    const restart = async (whileGone: () => Promise<void>) => {
      await gateway.stop();
      await whileGone();
      writeConfig(Number(new URL(url).port));
      gateway = await start();
    };
    return { url, directory, oneTimePassword, operator, restart, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Signs in on a page that asks for it. */
export async function signIn(page: Page, password: string = OPERATOR.password): Promise<void> {
  await page.locator('#name').fill(OPERATOR.name);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
}

/** Opens the page on a screen, signs in with a one-time password or the operator's own, and comes to the wall. */
export async function openConsole(
  browser: Browser,
  { url, oneTimePassword }: Pick<OperatorBox, 'url' | 'oneTimePassword'>,
  screen: (typeof SCREENS)[number],
  isFirst = false,
): Promise<{ page: Page; faults: string[] }> {
  // Nobody vouches for the certificate of a box under test.
  const context = await openContext(browser, screen, { ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const faults = listFaults(page);
  await page.goto(url);
  await signIn(page, isFirst ? oneTimePassword : OPERATOR.password);
  if (isFirst) {
    await page.locator('#current').fill(oneTimePassword);
    await page.locator('#next').fill(OPERATOR.password);
    await page.locator('#again').fill(OPERATOR.password);
    await page.keyboard.press('Enter');
  }
  await page.locator('.wall').waitFor();
  return { page, faults };
}
