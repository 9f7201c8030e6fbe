import type { OwnModel } from '@lamppost/detectors';
import type { Logger } from 'pino';
import type { Clock } from './clock.js';
import type { GatewayConfig } from './config/gateway-config.js';
import type { Secrets } from './config/read-secrets.js';
import type { AssignedParts } from './start-rollout.js';
import type { RuleFile } from './start-rules.js';

/** Options of `startGateway`. */
export interface StartGatewayOptions {
  readonly config: GatewayConfig;
  /** Absolute. */
  readonly dataDirectory: string;
  readonly rules: RuleFile;
  /** Models that look besides the one that ships; paths are absolute. */
  readonly models: readonly OwnModel[];
  /** PEM file of the authority that signed the broker's certificate; null takes those of the system. */
  readonly caFile: string | null;
  /** Certificate and key, PEM, that its HTTP server shows; null or left out: plain HTTP. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly secrets: Secrets;
  /** ffmpeg to use instead of the one that is found. */
  readonly ffmpegPath: string | undefined;
  readonly version: string;
  /** Folder that the program is installed in: evidence carries the hash of what lies there. */
  readonly installation: string;
  /** What the cloud assigns; left out, nothing is taken from it. */
  readonly rollout?: AssignedParts;
  /** Called when the gateway is to be closed and started anew. */
  readonly onRestart?: () => void;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A running gateway. */
export interface Gateway {
  /** Address of its health and metrics. */
  readonly url: string;
  /** Port at which monitors call in over TCP; null when none is configured. */
  readonly hj212Port: number | null;
  /** Reads the rule file at once, instead of when it is next looked at. */
  reloadRules(): void;
  close(): Promise<void>;
}
