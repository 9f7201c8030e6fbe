import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigError } from '../config/config-error.js';
import { grantGroups, readOidcSettings, type GroupGrant } from './oidc-settings.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamppost-oidc-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function read(text: string) {
  const file = join(folder, 'oidc.yaml');
  writeFileSync(file, text);
  return readOidcSettings(file);
}

test('settings are read, with the secret from its file', () => {
  const secretFile = join(folder, 'secret');
  writeFileSync(secretFile, ' a secret \n');
  expect(
    read(
      `issuer: https://id.example\nclientId: lamppost\nclientSecretFile: ${secretFile}\ngroups:\n  - { group: desk, roles: [reviewer] }\n`,
    ),
  ).toMatchObject({
    clientSecret: 'a secret',
    groupsClaim: 'groups',
    groups: [{ group: 'desk', roles: ['reviewer'], bureauId: null, areaIds: null }],
  });
});

test.each([
  ['issuer: http://id.example\nclientId: x\ngroups: [{ group: g, roles: [officer] }]\n', /line 1: issuer/],
  ['issuer: https://id.example\nclientId: x\ngroups:\n  - { group: g, roles: [device] }\n', /line 4: groups.0.roles.0/],
  ['issuer: [\n', /not YAML/],
])('what is wrong is told with its line', (text, words) => {
  expect(() => read(text)).toThrow(ConfigError);
  expect(() => read(text)).toThrow(words);
});

const grant = (group: string, bureauId: string | null, ...roles: GroupGrant['roles']): GroupGrant => ({
  ...{ group, roles, bureauId, areaIds: null },
});

test('the first group gives the scope; another scope adds no roles to it', () => {
  const grants = [
    grant('officers', 'chengguan', 'officer'),
    grant('reviewers', 'chengguan', 'reviewer'),
    grant('town', null, 'supervisor'),
  ];
  const of = (...groups: string[]) => grantGroups(grants, groups);
  expect(of('reviewers', 'officers', 'unknown')).toEqual({
    roles: ['officer', 'reviewer'],
    bureauId: 'chengguan',
    areaIds: null,
  });
  expect(of('town', 'officers')?.roles).toEqual(['officer']);
  expect(of('town')).toEqual({ roles: ['supervisor'], bureauId: null, areaIds: null });
  expect(of('unknown')).toBeNull();
});
