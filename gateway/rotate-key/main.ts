import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SignatureAlgorithm } from '@lamppost/contracts';
import { ConfigError, readYaml } from '@lamppost/detectors';
import { GatewayConfig } from '../config/gateway-config.js';
import { DeviceKeyError } from '../evidence/device-key.js';
import { prepareNextKey } from '../evidence/key-change.js';

// Makes the key that takes over from the gateway's own at its next start: `npm run rotate-key -- --config gateway.yaml`.

const USAGE = `npm run rotate-key -- --config gateway.yaml [--algorithm Ed25519|SM2-SM3]

Makes a new key on this box. At the next start of the gateway the key that signs until now signs it into the chain of evidence, and it takes
over; the cloud learns of it by that entry, no new code is needed. The old key is deleted when the cloud has it.
Without --algorithm the new key is of the kind that gateway.yaml names under signature.`;
const CANNOT = 2;

async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = { config: { type: 'string' }, algorithm: { type: 'string' }, help: { type: 'boolean' } } as const;
    const { values } = parseArgs({ args: [...argv], options });
    if (values.help === true || values.config === undefined) {
      (values.help === true ? process.stdout : process.stderr).write(`${USAGE}\n`);
      return values.help === true ? 0 : CANNOT;
    }
    const file = resolve(process.env.INIT_CWD ?? process.cwd(), values.config);
    const config = readYaml(GatewayConfig, file).value;
    const algorithm = SignatureAlgorithm.safeParse(values.algorithm ?? config.signature);
    if (!algorithm.success) throw new ConfigError([`--algorithm ${values.algorithm ?? ''}: give Ed25519 or SM2-SM3`]);
    const dataDirectory = resolve(dirname(file), config.dataDirectory);
    const key = await prepareNextKey(dataDirectory, algorithm.data);
    if (key === null)
      throw new ConfigError([
        `${dataDirectory}: it holds no key yet, or one that waits to take over already; start the gateway first`,
      ]);
    process.stdout.write(`${key.algorithm} key ${key.keyId} takes over when the gateway is started again.\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof DeviceKeyError || error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return CANNOT;
  }
}

process.exitCode = await main(process.argv.slice(2));
