import { SignJWT } from 'jose';
import type { DeviceKey } from '../evidence/device-key.js';

/** Audience of the tokens: the cloud, and nobody else. */
const TOKEN_AUDIENCE = 'lamppost-cloud';
const TOKEN_LIFE_S = 300;

/** Signs the short-lived JWT (RFC 7519, EdDSA) by which the gateway shows who it is; good for five minutes from `nowMs`. */
export async function signDeviceToken(options: { key: DeviceKey; gatewayId: string; nowMs: number }): Promise<string> {
  const issuedAtS = Math.floor(options.nowMs / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA', kid: options.key.keyId, typ: 'JWT' })
    .setIssuer(options.gatewayId)
    .setAudience(TOKEN_AUDIENCE)
    .setIssuedAt(issuedAtS)
    .setExpirationTime(issuedAtS + TOKEN_LIFE_S)
    .sign(options.key.privateKey);
}
