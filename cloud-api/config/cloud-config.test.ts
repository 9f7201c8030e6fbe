import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCloudConfig } from './cloud-config.js';
import { ConfigError } from './config-error.js';
import { readEnrolmentFile } from './read-enrolment-file.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamppost-config-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const least = { LAMPPOST_CLOUD_DATA: '/srv/lamppost', LAMPPOST_CLOUD_ACCESS_CODE: 'correct-horse' };

describe('the environment', () => {
  test('two variables are enough', () => {
    expect(readCloudConfig({ ...least, HOME: '/root', LAMPPOST_CLOUD_PORT: '' })).toEqual({
      host: '127.0.0.1',
      port: 8080,
      dataFolder: '/srv/lamppost',
      databaseUrl: null,
      accessCode: 'correct-horse',
      oidcFile: null,
      evidenceS3File: null,
      enrolmentFile: null,
      metricsToken: null,
      publicUrl: null,
      secureCookie: null,
      trustedProxies: ['loopback'],
      maxPackageBytes: 67_108_864,
      receiptKeyFile: null,
      tsaUrl: null,
      tsaRootsFile: null,
      mapTilesUrl: null,
      mapTilesAttribution: '',
      webhookUrl: null,
      webhookSecret: null,
      webhookNetworks: [],
    });
  });

  test('every variable is taken', () => {
    const file = join(folder, 'code');
    writeFileSync(file, '  a code from a file\nsecond line\n');
    expect(
      readCloudConfig({
        LAMPPOST_CLOUD_HOST: '0.0.0.0',
        LAMPPOST_CLOUD_PORT: '0',
        LAMPPOST_CLOUD_DATA: '/srv/lamppost',
        LAMPPOST_CLOUD_DATABASE_URL: 'postgresql://u:p@db:5432/lamppost',
        LAMPPOST_CLOUD_ACCESS_CODE_FILE: file,
        LAMPPOST_CLOUD_ENROLMENT_FILE: '/etc/codes.yaml',
        LAMPPOST_CLOUD_OIDC_FILE: '/etc/oidc.yaml',
        LAMPPOST_CLOUD_EVIDENCE_S3_FILE: '/etc/s3.yaml',
        LAMPPOST_CLOUD_METRICS_TOKEN: 'sixteen letters!',
        LAMPPOST_CLOUD_PUBLIC_URL: 'https://lamppost.example.cn/bureau/',
        LAMPPOST_CLOUD_SECURE_COOKIE: 'false',
        LAMPPOST_CLOUD_TRUSTED_PROXIES: '10.0.0.1, 10.1.0.0/16',
        LAMPPOST_CLOUD_MAX_PACKAGE_BYTES: '1000000',
        LAMPPOST_CLOUD_WEBHOOK_URL: 'https://sms.example/hook',
        LAMPPOST_CLOUD_RECEIPT_KEY_FILE: '/run/secrets/receipt-key',
        LAMPPOST_CLOUD_TSA_URL: 'http://tsa.example',
        LAMPPOST_CLOUD_TSA_ROOTS_FILE: '/etc/tsa.pem',
        LAMPPOST_CLOUD_MAP_TILES_URL: 'https://tiles.town/{z}/{x}/{y}.png',
        LAMPPOST_CLOUD_MAP_TILES_ATTRIBUTION: '© town',
        LAMPPOST_CLOUD_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
        LAMPPOST_CLOUD_WEBHOOK_NETWORKS: '10.20.0.0/16, fd00:1::/32',
      }),
    ).toEqual({
      host: '0.0.0.0',
      port: 0,
      dataFolder: '/srv/lamppost',
      databaseUrl: 'postgresql://u:p@db:5432/lamppost',
      accessCode: 'a code from a file',
      enrolmentFile: '/etc/codes.yaml',
      oidcFile: '/etc/oidc.yaml',
      evidenceS3File: '/etc/s3.yaml',
      metricsToken: 'sixteen letters!',
      publicUrl: 'https://lamppost.example.cn/bureau',
      secureCookie: false,
      trustedProxies: ['10.0.0.1', '10.1.0.0/16'],
      maxPackageBytes: 1_000_000,
      receiptKeyFile: '/run/secrets/receipt-key',
      tsaUrl: 'http://tsa.example',
      tsaRootsFile: '/etc/tsa.pem',
      mapTilesUrl: 'https://tiles.town/{z}/{x}/{y}.png',
      mapTilesAttribution: '© town',
      webhookUrl: 'https://sms.example/hook',
      webhookSecret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      webhookNetworks: ['10.20.0.0/16', 'fd00:1::/32'],
    });
  });

  test.each([
    [{ LAMPPOST_CLOUD_DATA: undefined }, /^LAMPPOST_CLOUD_DATA is not set: it must be the folder/],
    [{ LAMPPOST_CLOUD_PORT: '65536' }, /^LAMPPOST_CLOUD_PORT is not usable: it must be a port number/],
    [{ LAMPPOST_CLOUD_PORT: '80 80' }, /^LAMPPOST_CLOUD_PORT/],
    [{ LAMPPOST_CLOUD_DATABASE_URL: 'mysql://db' }, /^LAMPPOST_CLOUD_DATABASE_URL .*postgres:\/\//],
    [{ LAMPPOST_CLOUD_ACCESS_CODE: 'short' }, /^LAMPPOST_CLOUD_ACCESS_CODE is not usable: it must be at least 12/],
    [{ LAMPPOST_CLOUD_ACCESS_CODE_FILE: '/nowhere' }, /both set: keep one/],
    [{ LAMPPOST_CLOUD_METRICS_TOKEN: 'short' }, /^LAMPPOST_CLOUD_METRICS_TOKEN/],
    [
      { LAMPPOST_CLOUD_HOST: '0.0.0.0' },
      /^LAMPPOST_CLOUD_METRICS_TOKEN is not set, and LAMPPOST_CLOUD_HOST is 0\.0\.0\.0/,
    ],
    [{ LAMPPOST_CLOUD_PUBLIC_URL: 'lamppost.cn' }, /^LAMPPOST_CLOUD_PUBLIC_URL/],
    [{ LAMPPOST_CLOUD_MAP_TILES_URL: 'https://{s}.town/{z}/{x}/{y}.png' }, /^LAMPPOST_CLOUD_MAP_TILES_URL .*one host/],
    [{ LAMPPOST_CLOUD_SECURE_COOKIE: 'yes' }, /^LAMPPOST_CLOUD_SECURE_COOKIE .* true or false/],
    [{ LAMPPOST_CLOUD_WEBHOOK_NETWORKS: '10.20.0.1' }, /^LAMPPOST_CLOUD_WEBHOOK_NETWORKS .*10\.20\.0\.0\/16/],
    [{ LAMPPOST_CLOUD_TRUSTED_PROXIES: '10.0.0.1,' }, /^LAMPPOST_CLOUD_TRUSTED_PROXIES/],
    [{ LAMPPOST_CLOUD_TRUSTED_PROXIES: 'the-proxy' }, /^LAMPPOST_CLOUD_TRUSTED_PROXIES/],
    [{ LAMPPOST_CLOUD_TRUSTED_PROXIES: '10.0.0.0/33' }, /^LAMPPOST_CLOUD_TRUSTED_PROXIES/],
    [
      { LAMPPOST_CLOUD_WEBHOOK_URL: 'https://sms.example/hook' },
      /LAMPPOST_CLOUD_WEBHOOK_URL and its secret go together/,
    ],
    [{ LAMPPOST_CLOUD_WEBHOOK_URL: 'http://sms.example/hook' }, /^LAMPPOST_CLOUD_WEBHOOK_URL .* https/],
    [{ LAMPPOST_CLOUD_WEBHOOK_SECRET: 'secret' }, /^LAMPPOST_CLOUD_WEBHOOK_SECRET .* whsec_/],
    [{ LAMPPOST_CLOUD_WEBHOOK_SECRET_FILE: '/nowhere' }, /can't be read \(ENOENT\): make the file, with the secret/],
    [{ LAMPPOST_CLOUD_ACESS_CODE: 'misspelt-code' }, /^LAMPPOST_CLOUD_ACESS_CODE is no variable of the cloud/],
  ])('%o is refused by name', (change, words) => {
    const read = () => readCloudConfig({ ...least, ...change });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(words);
  });

  test('an access code file that is missing or too short is named, with its line', () => {
    const file = join(folder, 'short');
    writeFileSync(file, 'short\n');
    const { LAMPPOST_CLOUD_DATA } = least;
    const read = (path: string) => () =>
      readCloudConfig({ LAMPPOST_CLOUD_DATA, LAMPPOST_CLOUD_ACCESS_CODE_FILE: path });
    expect(read(file)).toThrow(`${file} line 1 (LAMPPOST_CLOUD_ACCESS_CODE_FILE) holds 5 characters`);
    expect(read(join(folder, 'none'))).toThrow(/can't be read \(ENOENT\): make the file/);
  });
});

describe('the enrolment file', () => {
  function read(text: string): ReturnType<typeof readEnrolmentFile> {
    const file = join(folder, 'codes.yaml');
    writeFileSync(file, text);
    return readEnrolmentFile(file);
  }

  test('is a list of codes, which may be empty', () => {
    expect(read('# nothing yet\n')).toEqual([]);
    expect(read('- gatewayId: pole-001\n  code: "0123456789abcdef"\n')).toEqual([
      { gatewayId: 'pole-001', code: '0123456789abcdef' },
    ]);
  });

  test.each([
    [
      '- gatewayId: pole-001\n  code: "0123456789abcdef"\n- gatewayId: pole 2\n  code: "0123456789abcdef"\n',
      3,
      '1.gatewayId',
    ],
    ['- gatewayId: pole-001\n  code: secret\n', 2, '0.code'],
    ['- gatewayId: pole-001\n  code: 1234567890123456\n', 2, '0.code'],
    ['- gatewayId: pole-001\n', 1, '0'],
    ['gatewayId: pole-001\n', 1, 'the file'],
    ['- a: [\n', 2, 'not YAML'],
  ])('%j is refused with line %i', (text, line, place) => {
    const message = () => read(text);
    expect(message).toThrow(`codes.yaml line ${line}: `);
    expect(message).toThrow(place);
    expect(message).not.toThrow('secret');
  });
});
