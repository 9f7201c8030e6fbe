import type { Logger } from 'pino';
import { isLoopback } from '../http/http-server.js';

/** Warns where the cloud is reached at an address that is not encrypted. @returns the warnings in words; empty when all is well */
export function plainHttpWarnings(cloudUrl: string, log: Pick<Logger, 'warn'>): string[] {
  const { protocol, hostname } = new URL(cloudUrl);
  if (protocol === 'https:' || isLoopback(hostname.replace(/^\[|\]$/g, ''))) return [];
  log.warn({ hostname }, 'cloud is reached without encryption: set cloud.url to an https:// address');
  return [`cloud: ${hostname} is reached without encryption; set cloud.url to an https:// address`];
}
