import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { repositoryFile } from '../start-product.js';

/** Who signs in at the gateway's own page. */
export interface BoxOperator {
  readonly name: string;
  readonly password: string;
}

const NAME = 'operator';

/**
 * Makes an operator of the demo's gateway as its technician would, by the command, and chooses a password.
 *
 * @param configFile of the gateway
 * @throws Error when the command or the gateway refuses
 */
export async function makeBoxOperator(gatewayUrl: string, configFile: string): Promise<BoxOperator> {
  const command = [repositoryFile('gateway/dist/operators/main.js'), 'add', NAME, '--config', configFile];
  const { stdout } = await promisify(execFile)(process.execPath, command);
  const current = /: (\S+)\s*$/.exec(stdout)?.[1] ?? '';
  const next = `Aa1-${randomBytes(12).toString('base64url')}`;
  const ask = async (method: string, path: string, body: object, cookie = '') => {
    const answer = await fetch(`${gatewayUrl}/api/console/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', origin: gatewayUrl, cookie },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the gateway answered ${answer.status} to ${path}: ${await answer.text()}`);
    return answer.headers
      .getSetCookie()
      .map((set) => set.split(';')[0])
      .join('; ');
  };
  const cookie = await ask('POST', '/session', { name: NAME, password: current });
  await ask('PUT', '/me/password', { current, next }, cookie);
  return { name: NAME, password: next };
}
