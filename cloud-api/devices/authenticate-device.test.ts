import { expect, test } from 'vitest';
import { createTestGateway, type TestGateway } from '../testing/sealed-package.js';
import { createFakeClock } from '../testing/fake-clock.js';
import { authenticateDevice } from './authenticate-device.js';

const clock = createFakeClock(1_780_000_000_000);
const gateways = [createTestGateway('pole-001'), createTestGateway('pole-002', 'SM2-SM3')];

async function authenticate(token: string) {
  const findKey = (wanted: string) => {
    const found = gateways.find(({ keyId }) => keyId === wanted);
    if (found === undefined) return Promise.resolve(null);
    const { keyId, gatewayId, publicKeyObject: publicKey } = found;
    return Promise.resolve({
      ...{ keyId, gatewayId, publicKey, chainId: keyId },
      isRevoked: false,
      retiredAtSequence: null,
    });
  };
  return await authenticateDevice({ clock, findKey }, `Bearer ${token}`);
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A token with a header and claims of its own, signed by the gateway. */
function forge(gateway: TestGateway, header: object, claims: object = {}): string {
  const { keyId, gatewayId } = gateway;
  const iat = clock.nowMs() / 1000;
  const all = { iss: gatewayId, aud: 'lamppost-cloud', iat, exp: iat + 60, ...claims };
  const signed = `${encode({ kid: keyId, ...header })}.${encode(all)}`;
  return `${signed}.${gateway.sign(Buffer.from(signed)).toString('base64url')}`;
}

test.each(gateways)('the token of a gateway with a key of $algorithm is taken', async (gateway) => {
  const token = await gateway.signToken({ nowMs: clock.nowMs() });
  expect(await authenticate(token)).toEqual({ gatewayId: gateway.gatewayId, keyId: gateway.keyId });
});

test.each(gateways)('a token that is not as it should be is refused ($algorithm)', async (gateway) => {
  const alg = gateway.algorithm === 'Ed25519' ? 'EdDSA' : 'SM2-SM3';
  const otherAlg = alg === 'EdDSA' ? 'SM2-SM3' : 'EdDSA';
  const good = forge(gateway, { alg });
  await authenticate(good);
  const [header = '', claims = '', signature = ''] = good.split('.');
  const iat = clock.nowMs() / 1000;
  for (const token of [
    forge(gateway, { alg: otherAlg }),
    forge(gateway, { alg: 'none' }),
    forge(gateway, { alg, crit: ['exp'] }),
    forge(gateway, { alg }, { aud: 'another' }),
    forge(gateway, { alg }, { iss: 'pole-009' }),
    forge(gateway, { alg }, { exp: iat + 4_000 }),
    forge(gateway, { alg }, { iat: iat - 4_000, exp: iat - 3_900 }),
    `${header}.${encode({ iss: gateway.gatewayId })}.${signature}`,
    `${header}.${claims}.`,
    `${header}.${claims}`,
    `${good}.${signature}`,
    `.${claims}.${signature}`,
    '..',
  ])
    await expect(authenticate(token)).rejects.toMatchObject({ code: 'device.token-invalid' });
});
