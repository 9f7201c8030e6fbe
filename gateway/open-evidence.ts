import { join } from 'node:path';
import type { EvidenceManifest, KeyId } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from './clock.js';
import type { GatewayConfig } from './config/gateway-config.js';
import { ClockWatch } from './device-clock/clock-watch.js';
import type { DeviceKey } from './evidence/device-key.js';
import { loadDeviceKeys } from './evidence/key-change.js';
import { hashSoftware } from './evidence/software-hash.js';
import { Spool } from './spool/spool.js';
import type { SpoolOptions } from './spool/spool-options.js';
import { TokenKeys } from './uplink/token-keys.js';

/** Options of {@link openEvidence}. */
export interface OpenEvidenceOptions {
  readonly config: GatewayConfig;
  /** Absolute. */
  readonly dataDirectory: string;
  /** Folder that the program is installed in. */
  readonly installation: string;
  readonly version: string;
  readonly clock: Clock;
  readonly logOf: (component: string) => Logger;
  /** Told of each package whose file was deleted. */
  readonly onDeleted: NonNullable<SpoolOptions['onDeleted']>;
}

/** What evidence is sealed with, and where it is kept until the cloud has it. */
export interface OpenEvidence {
  readonly key: DeviceKey;
  /** The key that gave way to it; left out where there was none, or the cloud knows already. */
  readonly previousKeyId?: KeyId;
  readonly tokenKeys: TokenKeys;
  readonly spool: Spool;
  readonly software: EvidenceManifest['software'];
  readonly clockWatch: ClockWatch;
  /** To be called when the cloud has taken a change of keys in. */
  readonly keyChangeAccepted: () => void;
}

/** Opens the spool under the gateway's key, letting one that was prepared take over, and learns what evidence says of program and clock. */
export async function openEvidence(options: OpenEvidenceOptions): Promise<OpenEvidence> {
  const { config, dataDirectory, clock, logOf } = options;
  const { gatewayId, signature: algorithm } = config;
  const log = logOf('evidence');
  const openSpool = (by: DeviceKey) =>
    Spool.open({
      directory: join(dataDirectory, 'spool'),
      gatewayId,
      key: by,
      budgetBytes: config.spoolBytes,
      reserveBytes: config.diskReserveBytes,
      onDeleted: options.onDeleted,
      clock,
      log: logOf('spool'),
    });
  const keys = await loadDeviceKeys({ dataDirectory, gatewayId, algorithm, clock, log, openSpool });
  const spool = await openSpool(keys.key);
  const isChangeOpen = spool.hasRotation();
  if (!isChangeOpen) await keys.forgetPrevious();
  const tokenKeys = new TokenKeys(keys.key, isChangeOpen ? keys.previous : null);
  const sha256 = await hashSoftware(options.installation).catch((error: unknown) => {
    log.warn({ err: error }, 'files of the program cannot be read; evidence goes without the hash over them');
    return null;
  });
  return {
    key: keys.key,
    ...(keys.previous === null ? {} : { previousKeyId: keys.previous.keyId }),
    tokenKeys,
    spool,
    software: { name: 'lamppost-gateway', version: options.version, ...(sha256 === null ? {} : { sha256 }) },
    clockWatch: new ClockWatch({ servers: config.ntpServers, clock, log: logOf('clock') }),
    keyChangeAccepted: () => {
      tokenKeys.settled();
      keys.forgetPrevious().catch((error: unknown) => {
        log.error({ err: error }, 'the old key could not be deleted; it will be at the next start');
      });
    },
  };
}
