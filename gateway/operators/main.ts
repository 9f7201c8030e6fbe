import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, readYaml } from '@lamppost/detectors';
import { systemClock } from '../clock.js';
import { GatewayConfig } from '../config/gateway-config.js';
import { OperatorRole } from '../console-shapes/me.js';
import { OperatorName } from './operator-account.js';
import { OperatorStore } from './operator-store.js';
import { ONE_TIME_LIFE_MS, makeOneTimePassword } from './one-time-password.js';
import { PasswordHasher } from './password-hasher.js';

// Who may sign in at the operators' page of this box: `npm run operator -- add NAME --config gateway.yaml`.

const USAGE = `npm run operator -- add NAME [--role operator|viewer] --config gateway.yaml
npm run operator -- remove NAME --config gateway.yaml
npm run operator -- list --config gateway.yaml

add     makes an account, or a new password for the one of this name, and prints a one-time password: it opens the page for seven days, and
        there nothing but the choice of another. The role is operator (changes rules) unless said otherwise; a viewer looks alone.
remove  deletes an account; whoever is signed in by it is out at once.
list    shows who may sign in.

The gateway may go on running; what is changed holds at once.`;
const CANNOT = 2;

async function add(store: OperatorStore, name: string, role: OperatorRole): Promise<string> {
  const password = makeOneTimePassword();
  const passwordHash = await new PasswordHasher().hash(password);
  const nowMs = systemClock.nowMs();
  const made = { name, role, passwordHash, oneTimeUntilMs: nowMs + ONE_TIME_LIFE_MS, createdAtMs: nowMs };
  await store.change((operators) => [...operators.filter((one) => one.name !== name), made]);
  return `${role} ${name}\nOne-time password, to be changed at the first sign-in: ${password}\n`;
}

async function remove(store: OperatorStore, name: string): Promise<string> {
  if (store.find(name) === null) throw new ConfigError([`${name}: there is no such operator; see list`]);
  await store.change((operators) => operators.filter((one) => one.name !== name));
  return `${name} is removed.\n`;
}

function list(store: OperatorStore): string {
  const lines = store
    .list()
    .map(
      ({ name, role, oneTimeUntilMs }) =>
        `${name.padEnd(32)} ${role.padEnd(8)} ${oneTimeUntilMs === null ? 'own password' : 'one-time password'}`,
    );
  return lines.length === 0 ? 'Nobody may sign in.\n' : `${lines.join('\n')}\n`;
}

async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = { config: { type: 'string' }, role: { type: 'string' }, help: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const [order, given] = positionals;
    if (values.help === true || values.config === undefined || order === undefined) {
      (values.help === true ? process.stdout : process.stderr).write(`${USAGE}\n`);
      return values.help === true ? 0 : CANNOT;
    }
    const file = resolve(process.env.INIT_CWD ?? process.cwd(), values.config);
    const dataDirectory = resolve(dirname(file), readYaml(GatewayConfig, file).value.dataDirectory);
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    const store = new OperatorStore(dataDirectory);
    if (order === 'list') {
      process.stdout.write(list(store));
      return 0;
    }
    const name = OperatorName.safeParse(given);
    if (!name.success) throw new ConfigError([`${given ?? 'NAME'}: give a name of 2 to 32 of A-Z a-z 0-9 . _ -`]);
    const role = OperatorRole.safeParse(values.role ?? 'operator');
    if (!role.success) throw new ConfigError([`--role ${values.role ?? ''}: give operator or viewer`]);
    if (order === 'add') process.stdout.write(await add(store, name.data, role.data));
    else if (order === 'remove') process.stdout.write(await remove(store, name.data));
    else throw new ConfigError([`${order}: give add, remove or list`]);
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return CANNOT;
  }
}

process.exitCode = await main(process.argv.slice(2));
