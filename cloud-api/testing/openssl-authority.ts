import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

/** Whether `openssl` is there; with CI=true a machine without it is not fit for tests. */
export const hasOpenSsl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenSsl && process.env.CI === 'true')
  throw new Error('openssl is missing: install it, e.g. apt-get install openssl');

/** A time-stamping authority of OpenSSL. */
export interface OpenSslAuthority {
  /** Address of its HTTP server. */
  readonly url: string;
  /** PEM of its root. */
  readonly rootsPem: string;
  readonly rootsFile: string;
  /** What a test has it answer in the place of time stamps; null: time stamps. */
  behaviour: ((request: IncomingMessage) => { status: number; body: Buffer }) | null;
  /** Stamps a digest without HTTP; DER of the token. */
  stamp(digest: string): Buffer;
  close(): Promise<void>;
}

const CONFIG = `
[ req ]
distinguished_name = name
[ name ]
[ root ]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[ stamping ]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ tsa ]
default_tsa = tsa1
[ tsa1 ]
serial = SERIAL
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
signer_digest = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
`;

/** Starts an authority with a root of its own. @param algorithm of its key, as `openssl genpkey` names it */
export async function startOpenSslAuthority(algorithm: 'RSA' | 'EC' = 'EC'): Promise<OpenSslAuthority> {
  const folder = mkdtempSync(join(tmpdir(), 'lamppost-tsa-'));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  writeFileSync(at('openssl.cnf'), CONFIG.replace('SERIAL', at('serial')));
  writeFileSync(at('serial'), '01\n');
  const makeKey = (name: string) =>
    algorithm === 'RSA'
      ? openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', at(`${name}.key`))
      : openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', at(`${name}.key`));
  const request = (name: string) =>
    openssl(
      'req',
      '-new',
      '-config',
      at('openssl.cnf'),
      '-subj',
      `/CN=test ${name}`,
      '-key',
      at(`${name}.key`),
      '-out',
      at(`${name}.csr`),
    );
  makeKey('root');
  request('root');
  const sign = (name: string, ...by: string[]) =>
    openssl(
      'x509',
      '-req',
      '-in',
      at(`${name}.csr`),
      '-days',
      '30',
      '-extfile',
      at('openssl.cnf'),
      '-extensions',
      name,
      '-out',
      at(`${name}.pem`),
      ...by,
    );
  sign('root', '-key', at('root.key'));
  makeKey('stamping');
  request('stamping');
  sign('stamping', '-CA', at('root.pem'), '-CAkey', at('root.key'), '-CAcreateserial');

  const answer = (query: Buffer, tokenOnly: boolean): Buffer => {
    writeFileSync(at('query.tsq'), query);
    const signer = ['-signer', at('stamping.pem'), '-inkey', at('stamping.key'), '-chain', at('root.pem')];
    const token = tokenOnly ? ['-token_out'] : [];
    openssl(
      'ts',
      '-reply',
      '-config',
      at('openssl.cnf'),
      '-section',
      'tsa1',
      '-queryfile',
      at('query.tsq'),
      ...signer,
      ...token,
      '-out',
      at('reply.tsr'),
    );
    return readFileSync(at('reply.tsr'));
  };
  const server = createServer((incoming, outgoing) => {
    void buffer(incoming).then((query) => {
      const { status, body } = authority.behaviour?.(incoming) ?? { status: 200, body: answer(query, false) };
      // A connection that is kept may be closed just when a test that was busy asks again.
      outgoing.writeHead(status, { 'content-type': 'application/timestamp-reply', connection: 'close' }).end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const authority: OpenSslAuthority = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    rootsPem: readFileSync(at('root.pem'), 'utf8'),
    rootsFile: at('root.pem'),
    behaviour: null,
    stamp: (digest) => {
      openssl('ts', '-query', '-digest', digest, '-sha256', '-cert', '-out', at('own.tsq'));
      return answer(readFileSync(at('own.tsq')), true);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return authority;
}
