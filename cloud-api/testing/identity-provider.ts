import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** Who is signed in at the provider, and what it says of that person. */
export type ProviderClaims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** An identity provider for tests, which speaks OpenID Connect over HTTP: authorization code with PKCE, tokens signed with ES256. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signs somebody in, as a browser would by a form. */
  signIn(claims: ProviderClaims): void;
  /** Makes the next ID token wrong in this way. */
  spoil(how: 'nonce' | 'audience' | 'key' | null): void;
  close(): Promise<void>;
}

/** Starts a provider with one client. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  const clientId = 'lamppost';
  const clientSecret = 'the secret of the client';
  const [signing, stranger] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
  const jwk = { ...(await exportJWK(signing.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const codes = new Map<string, { challenge: string; nonce: string; redirectUri: string; claims: ProviderClaims }>();
  let signedIn: ProviderClaims | null = null;
  let spoiled: 'nonce' | 'audience' | 'key' | null = null;
  let issuer = '';

  const redeem = async (form: URLSearchParams) => {
    const held = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isClient = form.get('client_id') === clientId && form.get('client_secret') === clientSecret;
    if (held?.challenge !== challenge || held.redirectUri !== form.get('redirect_uri') || !isClient)
      return { status: 400, body: { error: 'invalid_grant' } };
    const token = await new SignJWT({ ...held.claims, nonce: spoiled === 'nonce' ? 'another' : held.nonce })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience(spoiled === 'audience' ? 'another' : clientId)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(spoiled === 'key' ? stranger.privateKey : signing.privateKey);
    return { status: 200, body: { access_token: 'opaque', token_type: 'Bearer', expires_in: 300, id_token: token } };
  };

  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer);
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const portions: Buffer[] = [];
    request.on('data', (portion: Buffer) => portions.push(portion));
    request.on('end', () => {
      switch (url.pathname) {
        case '/.well-known/openid-configuration':
          answer(200, {
            issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            jwks_uri: `${issuer}/jwks`,
            response_types_supported: ['code'],
            subject_types_supported: ['public'],
            id_token_signing_alg_values_supported: ['ES256'],
            code_challenge_methods_supported: ['S256'],
          });
          return;
        case '/jwks':
          answer(200, { keys: [jwk] });
          return;
        case '/authorize': {
          const redirectUri = url.searchParams.get('redirect_uri') ?? '';
          const back = new URL(redirectUri);
          back.searchParams.set('state', url.searchParams.get('state') ?? '');
          if (signedIn === null) back.searchParams.set('error', 'access_denied');
          else {
            const code = randomBytes(16).toString('hex');
            const challenge = url.searchParams.get('code_challenge') ?? '';
            codes.set(code, { challenge, nonce: url.searchParams.get('nonce') ?? '', redirectUri, claims: signedIn });
            back.searchParams.set('code', code);
          }
          response.writeHead(302, { location: back.href }).end();
          return;
        }
        case '/token':
          void redeem(new URLSearchParams(Buffer.concat(portions).toString())).then(({ status, body }) => {
            answer(status, body);
          });
          return;
        default:
          answer(404, {});
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ issuer, clientId, clientSecret },
    signIn: (claims) => {
      signedIn = claims;
    },
    spoil: (how) => {
      spoiled = how;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
