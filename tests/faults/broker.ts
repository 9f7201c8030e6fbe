import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { OutsideBroker } from '@lamppost/device-sim';
import { freePort } from '../e2e/debian-peers.js';
import { until } from '../e2e/until.js';
import { builtFile } from './built-file.js';

/** A broker that can be killed and comes back at its port. */
export interface KillableBroker extends OutsideBroker {
  readonly name: 'mosquitto' | 'built-in';
  kill(): Promise<void>;
  start(): Promise<void>;
}

const PASSWORDS = { gateway: 'gateway-of-the-faults', devices: 'devices-of-the-faults' };

/** What it knows is written down with each change, as far as the program can; a message is still lost when it dies in between. */
function configuration(directory: string, port: number): string {
  return `listener ${port} 127.0.0.1
allow_anonymous false
password_file ${join(directory, 'passwords')}
user root
persistence true
persistence_location ${directory}/
autosave_on_changes true
autosave_interval 1
max_queued_messages 0
log_type error
`;
}

async function isListening(port: number): Promise<true | null> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return null;
  } finally {
    socket.destroy();
  }
}

/** Makes a broker with its files in a directory: mosquitto where there is one, else the one of the simulated devices. */
export async function prepareBroker(directory: string, gatewayId: string): Promise<KillableBroker> {
  const port = await freePort();
  const name = spawnSync('mosquitto', ['-h']).error === undefined ? 'mosquitto' : 'built-in';
  mkdirSync(directory, { recursive: true });
  if (name === 'mosquitto') {
    const passwords = join(directory, 'passwords');
    writeFileSync(passwords, '');
    for (const [user, password] of Object.entries(PASSWORDS))
      spawnSync('mosquitto_passwd', ['-b', passwords, user, password]);
    chmodSync(passwords, 0o600);
    writeFileSync(join(directory, 'mosquitto.conf'), configuration(directory, port));
  }
  const args = [builtFile('broker-process.js'), String(port), gatewayId, PASSWORDS.gateway, PASSWORDS.devices];
  let child: ChildProcess | null = null;
  return {
    name,
    url: `mqtt://127.0.0.1:${port}`,
    gatewayPassword: PASSWORDS.gateway,
    devicesPassword: PASSWORDS.devices,
    kill: async () => {
      if (child?.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
    start: async () => {
      child =
        name === 'mosquitto'
          ? spawn('mosquitto', ['-c', join(directory, 'mosquitto.conf')], { stdio: 'ignore' })
          : spawn(process.execPath, args, { stdio: 'ignore' });
      await until(`the broker to listen on port ${port}`, 30_000, () => isListening(port));
    },
  };
}
