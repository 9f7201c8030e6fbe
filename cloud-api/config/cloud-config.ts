import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { readWebhookSecret } from '../webhooks/webhook-signature.js';
import { isNetwork } from '../webhooks/address-guard.js';
import { ConfigError } from './config-error.js';

const MEBIBYTE = 1024 * 1024;
/** Shortest access code, in characters. */
export const MIN_ACCESS_CODE_LENGTH = 12;

function isProxy(text: string): boolean {
  const [address = '', prefix = '0', ...rest] = text.split('/');
  const bits = isIP(address) === 6 ? 128 : isIP(address) === 4 ? 32 : -1;
  return text === 'loopback' || (rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}

/** Whether an address of map pictures is one that a security policy can name: a host, and places to fill in behind it. */
function isTileUrl(text: string): boolean {
  const places = ['{z}', '{x}', '{y}'].every((place) => text.includes(place));
  return places && /^https?:\/\/[a-z0-9.-]+(:\d+)?\//i.test(text) && URL.canParse(text);
}

/** Whether what is sent to an address is for its receiver alone: encrypted, or on this machine. */
export function isGuarded(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopback(hostname.replace(/^\[|\]$/g, ''));
}

/** All that the cloud can be told from outside. */
export const CloudConfig = z.strictObject({
  /** Address to listen on. */
  host: z.string().min(1).default('127.0.0.1'),
  /** TCP port to listen on; 0 takes any free one. */
  port: z.int().min(0).max(65535).default(8080),
  /** Folder for evidence, keys, uploads, quarantine and the embedded database; made when it is missing. */
  dataFolder: z.string().min(1),
  /** `postgres://` address of a PostgreSQL 15 or newer; null starts an embedded one below the data folder. */
  databaseUrl: z
    .url({ protocol: /^postgres(ql)?$/ })
    .nullable()
    .default(null),
  /** A code that opens everything, for a demo or a town without accounts; null: people sign in with accounts alone. */
  accessCode: z.string().min(MIN_ACCESS_CODE_LENGTH).max(256).nullable().default(null),
  /** YAML file that says how people sign in at an identity provider (OpenID Connect); null: they don't. */
  oidcFile: z.string().min(1).nullable().default(null),
  /** YAML file that names a bucket (S3) for evidence files; null: they are kept on the disk. */
  evidenceS3File: z.string().min(1).nullable().default(null),
  /** YAML file with the one-time codes of gateways; null when no more gateways are to enrol. */
  enrolmentFile: z.string().min(1).nullable().default(null),
  /** Token for `/metrics`; null leaves it open, which is allowed on a loopback address alone. */
  metricsToken: z.string().min(16).max(256).nullable().default(null),
  /** Address that gateways and browsers reach the cloud at, when a proxy stands before it. */
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .nullable()
    .default(null),
  /** Whether the session cookie travels over HTTPS alone; null follows `publicUrl`. */
  secureCookie: z.boolean().nullable().default(null),
  /** Proxies whose `X-Forwarded-For` is believed: addresses, CIDR ranges or `loopback`. */
  trustedProxies: z.array(z.string().refine(isProxy)).default(['loopback']),
  /** Address that reminders of gateways go to, for an SMS or an app; null: they are kept and not sent. */
  webhookUrl: z
    .url({ protocol: /^https?$/ })
    .refine(isGuarded)
    .nullable()
    .default(null),
  /** Secret that they are signed with, as Standard Webhooks writes it. */
  webhookSecret: z
    .string()
    .refine((text) => readWebhookSecret(text) !== null)
    .nullable()
    .default(null),
  /** Networks inside the town whose addresses webhooks of bureaus may have, as in `10.20.0.0/16`; others must be on the internet. */
  webhookNetworks: z.array(z.string().refine(isNetwork)).default([]),
  /** PKCS#8 PEM file of the Ed25519 key that receipts and tree heads are signed with; null: this cloud has its own. Replicas share one. */
  receiptKeyFile: z.string().min(1).nullable().default(null),
  /** Address of a time-stamping authority (RFC 3161); null: packages get no time stamp. */
  tsaUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  /** PEM file with the roots that the authority's certificate must lead to; null: any is taken. */
  tsaRootsFile: z.string().min(1).nullable().default(null),
  /** Address of map pictures, as `https://tiles.example.cn/{z}/{x}/{y}.png`; null: maps show outlines alone. */
  mapTilesUrl: z.string().refine(isTileUrl).nullable().default(null),
  /** Who made the pictures, as it stands on the map. */
  mapTilesAttribution: z.string().max(300).default(''),
  /** Largest evidence package in bytes. */
  maxPackageBytes: z
    .int()
    .min(64 * 1024)
    .max(1024 * MEBIBYTE)
    .default(64 * MEBIBYTE),
});
export type CloudConfig = z.infer<typeof CloudConfig>;

/** For each variable of the environment: the field it sets and what a good value looks like. */
const VARIABLES = {
  LAMPPOST_CLOUD_HOST: { field: 'host', mend: 'an address to listen on, e.g. 127.0.0.1' },
  LAMPPOST_CLOUD_PORT: { field: 'port', mend: 'a port number from 0 (any free one) to 65535' },
  LAMPPOST_CLOUD_DATA: { field: 'dataFolder', mend: 'the folder that evidence and keys are kept in' },
  LAMPPOST_CLOUD_DATABASE_URL: {
    field: 'databaseUrl',
    mend: 'postgres://USER:PASSWORD@HOST:PORT/DATABASE, or leave it out for the embedded database',
  },
  LAMPPOST_CLOUD_ACCESS_CODE: { field: 'accessCode', mend: `at least ${MIN_ACCESS_CODE_LENGTH} characters` },
  LAMPPOST_CLOUD_OIDC_FILE: { field: 'oidcFile', mend: 'a YAML file with the identity provider, see docs/access.md' },
  LAMPPOST_CLOUD_EVIDENCE_S3_FILE: {
    field: 'evidenceS3File',
    mend: 'a YAML file with the bucket, see docs/operations.md',
  },
  LAMPPOST_CLOUD_ENROLMENT_FILE: { field: 'enrolmentFile', mend: 'a YAML file with the codes of the gateways' },
  LAMPPOST_CLOUD_METRICS_TOKEN: { field: 'metricsToken', mend: '16 to 256 characters' },
  LAMPPOST_CLOUD_PUBLIC_URL: { field: 'publicUrl', mend: 'an http:// or https:// address' },
  LAMPPOST_CLOUD_SECURE_COOKIE: { field: 'secureCookie', mend: 'true or false' },
  LAMPPOST_CLOUD_TRUSTED_PROXIES: { field: 'trustedProxies', mend: 'addresses or CIDR ranges, separated by commas' },
  LAMPPOST_CLOUD_WEBHOOK_URL: {
    field: 'webhookUrl',
    mend: 'an https:// address (http:// on this machine alone), or leave it out',
  },
  LAMPPOST_CLOUD_WEBHOOK_SECRET: {
    field: 'webhookSecret',
    mend: 'whsec_ and the base64 of 24 to 64 random bytes',
  },
  LAMPPOST_CLOUD_WEBHOOK_NETWORKS: {
    field: 'webhookNetworks',
    mend: 'networks as 10.20.0.0/16, separated by commas',
  },
  LAMPPOST_CLOUD_RECEIPT_KEY_FILE: { field: 'receiptKeyFile', mend: 'a PEM file that all replicas share' },
  LAMPPOST_CLOUD_TSA_URL: { field: 'tsaUrl', mend: 'the http:// or https:// address of a time-stamping authority' },
  LAMPPOST_CLOUD_TSA_ROOTS_FILE: { field: 'tsaRootsFile', mend: 'a PEM file with the roots of the authority' },
  LAMPPOST_CLOUD_MAP_TILES_URL: {
    field: 'mapTilesUrl',
    mend: 'an http:// or https:// address of one host with {z}, {x} and {y} in it',
  },
  LAMPPOST_CLOUD_MAP_TILES_ATTRIBUTION: { field: 'mapTilesAttribution', mend: 'at most 300 characters' },
  LAMPPOST_CLOUD_MAX_PACKAGE_BYTES: { field: 'maxPackageBytes', mend: 'a number of bytes from 65536 to 1073741824' },
} as const satisfies Record<string, { field: keyof CloudConfig; mend: string }>;

type VariableName = keyof typeof VARIABLES;
const WEBHOOK_SECRET_FILE = 'LAMPPOST_CLOUD_WEBHOOK_SECRET_FILE';
const VARIABLE_NAMES = Object.keys(VARIABLES) as VariableName[];
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** Whether only programs on the same machine can reach a server that listens on `host`. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

function readNumber(text: string): unknown {
  return /^\d{1,12}$/.test(text) ? Number(text) : text;
}

function readList(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

/** How the text of a variable becomes the field's type; the others are taken as they stand. What does not fit is left for the schema to refuse. */
const READERS: Partial<Record<VariableName, (text: string) => unknown>> = {
  LAMPPOST_CLOUD_PORT: readNumber,
  LAMPPOST_CLOUD_MAX_PACKAGE_BYTES: readNumber,
  LAMPPOST_CLOUD_SECURE_COOKIE: (text) => (text === 'true' ? true : text === 'false' ? false : text),
  LAMPPOST_CLOUD_TRUSTED_PROXIES: readList,
  LAMPPOST_CLOUD_WEBHOOK_NETWORKS: readList,
};

function readAccessCodeFile(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(
      `LAMPPOST_CLOUD_ACCESS_CODE_FILE names ${file}, which can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): make the file, with the access code on its first line`,
    );
  }
  const [line = ''] = text.split('\n');
  const code = line.trim();
  if (code.length < MIN_ACCESS_CODE_LENGTH)
    throw new ConfigError(
      `${file} line 1 (LAMPPOST_CLOUD_ACCESS_CODE_FILE) holds ${code.length} characters: write an access code of at least ${MIN_ACCESS_CODE_LENGTH}`,
    );
  return code;
}

function readWebhookSecretFile(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ConfigError(
      `${WEBHOOK_SECRET_FILE} names ${file}, which can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): make the file, with the secret on its first line`,
    );
  }
  if (readWebhookSecret(text) === null)
    throw new ConfigError(
      `${file} line 1 (${WEBHOOK_SECRET_FILE}) holds no secret: write whsec_ and the base64 of 24 to 64 random bytes`,
    );
  return text;
}

/**
 * Reads the configuration out of the environment. An empty variable counts as absent.
 *
 * @throws ConfigError that names the variable, or the file and line, and the mend
 */
export function readCloudConfig(environment: Readonly<Record<string, string | undefined>>): CloudConfig {
  const known: readonly string[] = [...VARIABLE_NAMES, 'LAMPPOST_CLOUD_ACCESS_CODE_FILE', WEBHOOK_SECRET_FILE];
  const stranger = Object.keys(environment).find((name) => name.startsWith('LAMPPOST_CLOUD_') && !known.includes(name));
  if (stranger !== undefined)
    throw new ConfigError(`${stranger} is no variable of the cloud: take it out, or choose one of ${known.join(', ')}`);

  const fields: Partial<Record<keyof CloudConfig, unknown>> = {};
  for (const name of VARIABLE_NAMES) {
    const text = environment[name];
    if (text !== undefined && text !== '') fields[VARIABLES[name].field] = READERS[name]?.(text) ?? text;
  }
  const accessCodeFile = environment.LAMPPOST_CLOUD_ACCESS_CODE_FILE;
  if (accessCodeFile !== undefined && accessCodeFile !== '') {
    if (fields.accessCode !== undefined)
      throw new ConfigError('LAMPPOST_CLOUD_ACCESS_CODE and LAMPPOST_CLOUD_ACCESS_CODE_FILE are both set: keep one');
    fields.accessCode = readAccessCodeFile(accessCodeFile);
  }
  const webhookSecretFile = environment[WEBHOOK_SECRET_FILE];
  if (webhookSecretFile !== undefined && webhookSecretFile !== '') {
    if (fields.webhookSecret !== undefined)
      throw new ConfigError(`LAMPPOST_CLOUD_WEBHOOK_SECRET and ${WEBHOOK_SECRET_FILE} are both set: keep one`);
    fields.webhookSecret = readWebhookSecretFile(webhookSecretFile);
  }
  const parsed = CloudConfig.safeParse(fields);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = VARIABLE_NAMES.find((candidate) => VARIABLES[candidate].field === issue?.path[0]);
    if (name === undefined) throw new ConfigError(z.prettifyError(parsed.error));
    const state = (environment[name] ?? '') === '' ? 'is not set' : 'is not usable';
    throw new ConfigError(`${name} ${state}: it must be ${VARIABLES[name].mend}`);
  }
  const config = parsed.data;
  if ((config.webhookUrl === null) !== (config.webhookSecret === null))
    throw new ConfigError(
      `LAMPPOST_CLOUD_WEBHOOK_URL and its secret go together: set both, the secret in ${WEBHOOK_SECRET_FILE}, or neither`,
    );
  if (config.metricsToken === null && !isLoopback(config.host))
    throw new ConfigError(
      `LAMPPOST_CLOUD_METRICS_TOKEN is not set, and LAMPPOST_CLOUD_HOST is ${config.host}: set a token of at least 16 characters, or listen on 127.0.0.1`,
    );
  return config;
}
