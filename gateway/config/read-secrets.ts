import { readFileSync } from 'node:fs';
import { ConfigError, readYaml } from '@lamppost/detectors';
import { Hj212Secrets } from '../sources/hj212/hj212-secrets.js';

/** Secrets of the gateway; null where it was given none. */
export interface Secrets {
  readonly mqttPassword: string;
  readonly enrolmentCode: string | null;
  readonly metricsToken: string | null;
  readonly influxPassword: string | null;
  /** Passwords and keys of the monitors that speak HJ 212, by sensor. */
  readonly hj212: Hj212Secrets;
}

/** Reads a secret from the variable itself, or from the file that `NAME_FILE` names (as container engines hand secrets over). */
function secret(environment: NodeJS.ProcessEnv, name: string): string | null {
  const file = environment[`${name}_FILE`];
  if (file === undefined || file === '') return environment[name] === '' ? null : (environment[name] ?? null);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError([
      `${name}_FILE: ${file} cannot be read (${reason}); give the path of a readable file that holds the secret`,
    ]);
  }
}

function hj212Secrets(environment: NodeJS.ProcessEnv): Hj212Secrets {
  const file = environment.LAMPPOST_HJ212_SECRETS_FILE;
  return file === undefined || file === '' ? {} : readYaml(Hj212Secrets, file).value;
}

/** Takes the gateway's secrets from the environment; throws {@link ConfigError} when one that it cannot do without is missing. */
export function readSecrets(environment: NodeJS.ProcessEnv): Secrets {
  const mqttPassword = secret(environment, 'LAMPPOST_MQTT_PASSWORD');
  if (mqttPassword === null) {
    throw new ConfigError([
      'LAMPPOST_MQTT_PASSWORD: not set; set it, or LAMPPOST_MQTT_PASSWORD_FILE, to the password of the broker account in mqtt.username',
    ]);
  }
  return {
    mqttPassword,
    enrolmentCode: secret(environment, 'LAMPPOST_ENROLMENT_CODE'),
    metricsToken: secret(environment, 'LAMPPOST_METRICS_TOKEN'),
    influxPassword: secret(environment, 'LAMPPOST_INFLUX_PASSWORD'),
    hj212: hj212Secrets(environment),
  };
}
