import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readCompose } from './compose-file.js';
import { hasCommand, isCi, root } from './repository.js';
import { makeSecrets } from './site-broker.js';

describe.skipIf(!hasCommand('openssl') && !isCi)('make-secrets.sh (needs openssl)', () => {
  let directory = '';
  const secret = (name: string) => readFileSync(join(directory, 'secrets', name), 'utf8').trim();
  const digests = () =>
    Object.fromEntries(
      readdirSync(join(directory, 'secrets')).map((name) => [
        name,
        createHash('sha256').update(secret(name)).digest('hex'),
      ]),
    );

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'secrets-'));
    makeSecrets(directory, 'pole-001');
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  test('makes every secret of the compose file, none empty, no two alike', () => {
    const wanted = Object.entries(readCompose().secrets);
    for (const [name, { file }] of wanted) {
      expect(basename(file)).toBe(name);
      expect(secret(name).length).toBeGreaterThanOrEqual(40);
    }
    const texts = wanted.map(([name]) => secret(name));
    expect(new Set(texts).size).toBe(texts.length);
  });

  test('lets nobody else on the machine through, and no container to the key of the authority', () => {
    const mode = (path: string) => statSync(join(directory, path)).mode & 0o777;
    expect(mode('secrets')).toBe(0o700);
    for (const name of readdirSync(join(directory, 'secrets'))) {
      expect([name, mode(`secrets/${name}`)]).toEqual([name, name === 'mqtt_ca_key' ? 0o600 : 0o640]);
    }
    expect(readCompose().secrets).not.toHaveProperty('mqtt_ca_key');
  });

  test('gives gateway and cloud the same enrolment code', () => {
    expect(parse(secret('enrolment'))).toEqual([{ gatewayId: 'pole-001', code: secret('enrolment_code') }]);
  });

  test('tells compose the gateway and the group that may read, and keeps what stands there', () => {
    const group = statSync(join(directory, 'secrets/mqtt_ca')).gid;
    writeFileSync(join(directory, '.env'), 'LAMPPOST_PAGE_PORT=9000\nLAMPPOST_GATEWAY_ID=old\n');
    makeSecrets(directory, 'pole-001');
    const lines = readFileSync(join(directory, '.env'), 'utf8').trim().split('\n').sort();
    expect(lines).toEqual(['LAMPPOST_GATEWAY_ID=pole-001', 'LAMPPOST_PAGE_PORT=9000', `LAMPPOST_SECRETS_GID=${group}`]);
    expect(group).not.toBe(0);
  });

  test('changes nothing when it is run again', () => {
    const before = digests();
    makeSecrets(directory, 'pole-001');
    expect(digests()).toEqual(before);
  });

  test('a further name of the broker renews its certificate alone, and is kept', () => {
    const before = digests();
    makeSecrets(directory, 'pole-001', ['broker.example', '192.0.2.7', '2001:db8::7']);
    const changed = Object.entries(digests()).flatMap(([name, digest]) => (before[name] === digest ? [] : [name]));
    expect(changed.sort()).toEqual(['mqtt_server_cert', 'mqtt_server_key', 'mqtt_server_names']);
    makeSecrets(directory, 'pole-001');
    const certificate = new X509Certificate(secret('mqtt_server_cert'));
    expect(certificate.checkHost('broker.example')).toBe('broker.example');
    expect(certificate.checkHost('mosquitto')).toBe('mosquitto');
    expect(certificate.checkIP('192.0.2.7')).toBe('192.0.2.7');
    expect(certificate.checkIP('2001:db8::7')).toBeDefined();
    expect(certificate.verify(new X509Certificate(secret('mqtt_ca')).publicKey)).toBe(true);
  });

  test('a certificate that is about to expire is renewed under the same authority', () => {
    const path = (name: string) => join(directory, 'secrets', name);
    execFileSync('openssl', [
      'req',
      '-x509',
      '-key',
      path('mqtt_server_key'),
      '-subj',
      '/CN=old',
      '-days',
      '20',
      '-out',
      path('mqtt_server_cert'),
    ]);
    const before = digests();
    makeSecrets(directory, 'pole-001');
    expect(digests().mqtt_ca).toBe(before.mqtt_ca);
    const certificate = new X509Certificate(secret('mqtt_server_cert'));
    expect(certificate.verify(new X509Certificate(secret('mqtt_ca')).publicKey)).toBe(true);
    expect(Date.parse(certificate.validTo) - Date.now()).toBeGreaterThan(700 * 86_400_000);
  });

  test('another gateway gets a code of its own, and the first keeps its', () => {
    const first = secret('enrolment_code');
    makeSecrets(directory, 'pole-002');
    expect(parse(secret('enrolment'))).toEqual([
      { gatewayId: 'pole-001', code: first },
      { gatewayId: 'pole-002', code: secret('enrolment_code') },
    ]);
    makeSecrets(directory, 'pole-001');
    expect(secret('enrolment_code')).toBe(first);
  });

  test('a configuration without a gateway ID is refused, with the mend', () => {
    writeFileSync(join(directory, 'gateway.yaml'), 'gatewayId:\n');
    const env = {
      PATH: process.env.PATH,
      LAMPPOST_SECRETS_DIR: join(directory, 'other'),
      LAMPPOST_CONFIG: directory,
    };
    const ended = spawnSync(join(root, 'gateway/docker/make-secrets.sh'), { env, encoding: 'utf8' });
    expect(ended.stderr).toMatch(/gateway\.yaml: no gatewayId was found; write one/);
    expect(ended.status).toBe(2);
  });
});

describe('with-secrets.sh', () => {
  const script = join(root, 'gateway/docker/with-secrets.sh');
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'secrets-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  test('hands secrets over in the environment, and the command its own arguments', () => {
    writeFileSync(join(directory, 'a'), 'first = "one" $two\n');
    writeFileSync(join(directory, 'b'), 'second');
    const show = 'process.stdout.write(JSON.stringify([process.env.A, process.env.B, ...process.argv.slice(1)]))';
    const args = [
      script,
      `A=${join(directory, 'a')}`,
      `B=${join(directory, 'b')}`,
      '--',
      process.execPath,
      '-e',
      show,
      'x y',
      '--z',
    ];
    expect(JSON.parse(execFileSync('sh', args, { encoding: 'utf8' }))).toEqual([
      'first = "one" $two',
      'second',
      'x y',
      '--z',
    ]);
  });

  test.each(['missing', 'empty'])('a secret file that is %s is told, and nothing is started', (name) => {
    writeFileSync(join(directory, 'empty'), '\n');
    const ended = spawnSync('sh', [script, `A=${join(directory, name)}`, '--', 'echo', 'started'], {
      encoding: 'utf8',
    });
    expect(ended.stderr).toContain(`${name}: cannot be read or is empty; run gateway/docker/make-secrets.sh`);
    expect(ended.stdout).toBe('');
    expect(ended.status).toBe(2);
  });

  test('without a command it says how it is used', () => {
    const ended = spawnSync('sh', [script, '--'], { encoding: 'utf8' });
    expect(ended.stderr).toMatch(/^usage:/);
    expect(ended.status).toBe(2);
  });
});
