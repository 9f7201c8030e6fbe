import { ConfigError } from '@lamppost/detectors';
import type { Hj212Secrets } from '../sources/hj212/hj212-secrets.js';
import type { GatewayConfig } from './gateway-config.js';

/**
 * Checks that monitors and their secrets go together.
 *
 * @throws ConfigError when a secret belongs to no sensor, or monitors are to call in over TCP and none could
 */
export function checkMonitors(config: GatewayConfig, secrets: Hj212Secrets): void {
  const problems = Object.keys(secrets)
    .filter((sensorId) => !config.sensors.some(({ id }) => id === sensorId))
    .map(
      (id) =>
        `LAMPPOST_HJ212_SECRETS_FILE: ${id}: no sensor has this id; correct it, or list the sensor in gateway.yaml`,
    );
  const canCallIn = config.sensors.some(({ id, mn }) => mn !== null && secrets[id] !== undefined);
  if (config.hj212Tcp !== undefined && !canCallIn)
    problems.push(
      'hj212Tcp: no monitor could call in; give a sensor its mn in gateway.yaml, and its password in the file of LAMPPOST_HJ212_SECRETS_FILE',
    );
  if (problems.length > 0) throw new ConfigError(problems);
}
