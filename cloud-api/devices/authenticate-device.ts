import { KeyId, Slug } from '@lamppost/contracts';
import { UnsecuredJWT } from 'jose';
import { z } from 'zod';
import type { Clock } from '../clock.js';
import { ProblemError } from '../errors/problem-error.js';
import type { DeviceKey } from './device-keys.js';

/** Audience of the tokens that gateways sign. */
export const TOKEN_AUDIENCE = 'lamppost-cloud';
/** Longest life of a token in seconds. */
export const MAX_TOKEN_LIFE_S = 300;
/** How far a gateway's clock may be off, in seconds: a pole has no time server at hand. */
export const CLOCK_TOLERANCE_S = 300;

/** What a token may call what it is signed by; SM2 has no registered name (RFC 7518). */
const ALGORITHMS = { EdDSA: 'Ed25519', Ed25519: 'Ed25519', 'SM2-SM3': 'SM2-SM3' } as const;
/** Anything more in it would ask for something that is not done here. */
const TokenHeader = z.strictObject({
  kid: KeyId,
  alg: z.enum(['EdDSA', 'Ed25519', 'SM2-SM3']),
  typ: z.literal('JWT').optional(),
});
const NO_SIGNATURE = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
const TokenClaims = z
  .object({ iss: Slug, iat: z.number(), exp: z.number() })
  .refine(({ iat, exp }) => exp > iat && exp - iat <= MAX_TOKEN_LIFE_S);

/** Who sends: a gateway with an enrolled key. */
export interface AuthenticatedDevice {
  readonly gatewayId: string;
  readonly keyId: string;
}

/** The token of an `Authorization: Bearer` header; null when there is none. */
export function readBearerToken(header: string | undefined): string | null {
  return /^Bearer +(\S.*)$/i.exec(header ?? '')?.[1] ?? null;
}

function decodeHeader(part: string): z.infer<typeof TokenHeader> {
  return TokenHeader.parse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
}

/**
 * Checks the token that a gateway signed with its enrolled key (RFC 7519, RFC 8037).
 *
 * @throws ProblemError with a `device.` code
 */
export async function authenticateDevice(
  options: {
    clock: Clock;
    findKey: (keyId: string) => Promise<DeviceKey | null>;
    /** Told who holds a key that was revoked, before it is refused. */
    onRevoked?: (device: AuthenticatedDevice) => Promise<void>;
  },
  authorization: string | undefined,
): Promise<AuthenticatedDevice> {
  const token = readBearerToken(authorization);
  if (token === null) throw new ProblemError('device.token-missing', 'The request carries no bearer token');
  const [headerPart = '', claimsPart = '', signaturePart = '', ...rest] = token.split('.');
  let header: z.infer<typeof TokenHeader>;
  try {
    header = decodeHeader(headerPart);
  } catch (cause) {
    throw new ProblemError('device.token-invalid', 'The header of the token is not usable', { cause });
  }
  const key = await options.findKey(header.kid);
  if (key === null) throw new ProblemError('device.key-unknown', `No gateway has the key ${header.kid}`);
  try {
    const signed = Buffer.from(`${headerPart}.${claimsPart}`);
    const signature = Buffer.from(signaturePart, 'base64url');
    const isSigned = ALGORITHMS[header.alg] === key.publicKey.algorithm && key.publicKey.verify(signed, signature);
    if (!isSigned || rest.length > 0) throw new Error('the signature does not hold');
    // The signature has been checked, also that of an algorithm that jose does not know; what is left are the claims.
    const { payload } = UnsecuredJWT.decode(`${NO_SIGNATURE}.${claimsPart}.`, {
      issuer: key.gatewayId,
      audience: TOKEN_AUDIENCE,
      clockTolerance: CLOCK_TOLERANCE_S,
      currentDate: new Date(options.clock.nowMs()),
      requiredClaims: ['iat', 'exp'],
      maxTokenAge: MAX_TOKEN_LIFE_S,
    });
    TokenClaims.parse(payload);
  } catch (cause) {
    throw new ProblemError('device.token-invalid', `The token of key ${header.kid} does not hold`, { cause });
  }
  if (key.isRevoked) {
    await options.onRevoked?.({ gatewayId: key.gatewayId, keyId: key.keyId });
    throw new ProblemError('device.key-revoked', `The key ${header.kid} of ${key.gatewayId} was revoked`);
  }
  return { gatewayId: key.gatewayId, keyId: key.keyId };
}
