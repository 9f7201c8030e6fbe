import type { DeviceKey } from '../evidence/device-key.js';

/** Audience of the tokens: the cloud, and nobody else. */
const TOKEN_AUDIENCE = 'lamppost-cloud';
const TOKEN_LIFE_S = 300;
/** How a token names what it is signed by; SM2 has no registered name (RFC 7518). */
const ALGORITHM_NAMES = { Ed25519: 'EdDSA', 'SM2-SM3': 'SM2-SM3' } as const;

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** Signs the short-lived JWT (RFC 7519) by which the gateway shows who it is; good for five minutes from `nowMs`. */
export function signDeviceToken(options: { key: DeviceKey; gatewayId: string; nowMs: number }): string {
  const { key, gatewayId } = options;
  const iat = Math.floor(options.nowMs / 1000);
  const header = { alg: ALGORITHM_NAMES[key.algorithm], kid: key.keyId, typ: 'JWT' };
  const claims = { iss: gatewayId, aud: TOKEN_AUDIENCE, iat, exp: iat + TOKEN_LIFE_S };
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${key.sign(Buffer.from(signed)).toString('base64url')}`;
}
