import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCompose } from './compose-file.js';
import { readText, root } from './repository.js';

const compose = readCompose();
const services = Object.entries(compose.services);
const ours = services.flatMap(([name, { build }]) => (build === undefined ? [] : [[name, build.dockerfile] as const]));

test('the site is whole', () => {
  expect(Object.keys(compose.services)).toEqual([
    'cloud-api',
    'device-sim',
    'gateway',
    'influxdb',
    'mosquitto',
    'postgres',
  ]);
});

describe.each(services)('service %s', (name, service) => {
  test('runs an image of a stated version, or one that is built here', () => {
    if (service.build === undefined) expect(service.image).toMatch(/^[a-z0-9/-]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
    else expect(existsSync(join(root, service.build.dockerfile))).toBe(true);
  });

  test('is no root, has no capability, and cannot get one', () => {
    expect(service.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.cap_add).toBeUndefined();
    expect(service.privileged).toBeUndefined();
    expect(service.security_opt).toContain('no-new-privileges:true');
    expect(service.read_only).toBe(true);
  });

  test('is bounded in memory, processors and logs', () => {
    expect(service.mem_limit).toBeDefined();
    expect(service.cpus).toBeDefined();
    expect(Object.keys(service.logging?.options ?? {}).sort()).toEqual(['max-file', 'max-size']);
  });

  test('says whether it is well', () => {
    const said =
      service.build === undefined
        ? service.healthcheck?.test.join(' ')
        : /^HEALTHCHECK .*/m.exec(readText(service.build.dockerfile))?.[0];
    expect(said).toMatch(/CMD|HEALTHCHECK/);
    expect(said).not.toContain('NONE');
  });

  test('waits until what it needs is well', () => {
    for (const { condition } of Object.values(service.depends_on ?? {})) expect(condition).toBe('service_healthy');
  });

  test('is given no password but by a file', () => {
    for (const [key, value] of Object.entries(service.environment ?? {})) {
      if (/PASSWORD|TOKEN|CODE|SECRET/.test(key)) expect(`${key}=${value}`).toMatch(/_FILE=\/run\/secrets\/\w+$/);
      expect(value).not.toMatch(/:\/\/[^/@]*:[^/@]*@/);
    }
  });

  test('has each secret that it names, and no other', () => {
    const text = JSON.stringify([service.environment, service.command, service.entrypoint, service.healthcheck]);
    const files =
      name === 'gateway' ? readText('gateway/docker/gateway.yaml') : name === 'mosquitto' ? mosquittoFiles() : '';
    const named = new Set([...`${text}${files}`.matchAll(/\/run\/secrets\/(\w+)/g)].map(([, secret]) => secret));
    expect([...(service.secrets ?? [])].sort()).toEqual([...named].sort());
    for (const secret of named) expect(compose.secrets).toHaveProperty([secret ?? '']);
  });

  test('stands in networks of its own', () => {
    expect(service.networks?.length).toBeGreaterThan(0);
    for (const network of service.networks ?? []) expect(compose.networks).toHaveProperty([network]);
  });
});

/** The broker's files, the secrets of which start.sh names by themselves. */
function mosquittoFiles(): string {
  return ['start.sh', 'mosquitto.conf']
    .map((file) => readText(`gateway/docker/mosquitto/${file}`))
    .join('')
    .replaceAll(/\$\(password (\w+)\)/g, '/run/secrets/$1');
}

test('no port is published but that of the page, and that on this machine alone unless told', () => {
  const published = services.flatMap(([name, { ports }]) => (ports ?? []).map((port) => ({ name, ...port })));
  expect(published).toEqual([
    {
      name: 'cloud-api',
      host_ip: '${LAMPPOST_PAGE_ADDRESS:-127.0.0.1}',
      published: '${LAMPPOST_PAGE_PORT:-8080}',
      target: 8080,
    },
  ]);
});

test('databases are reached by the one service that owns them', () => {
  const on = (network: string) =>
    services.filter(([, { networks }]) => networks?.includes(network)).map(([name]) => name);
  expect(on('database')).toEqual(['cloud-api', 'postgres']);
  expect(on('series')).toEqual(['gateway', 'influxdb']);
  expect(on('uplink')).toEqual(['cloud-api', 'gateway']);
  expect(on('field')).toEqual(['device-sim', 'gateway', 'mosquitto']);
  expect(compose.networks).toMatchObject({ database: { internal: true }, series: { internal: true } });
});

test('every variable without a default is asked for in words', () => {
  for (const [text, , rest = ''] of readText('docker-compose.yml').matchAll(/\$\{(\w+)([^}]*)\}/g)) {
    expect(rest, text).toMatch(/^:(-|\?.+)/);
  }
});

describe.each(ours)('the image of %s', (_, dockerfile) => {
  const text = readText(dockerfile);
  const lastStage = text.slice(text.lastIndexOf('\nFROM '));

  test('is built in stages, runs as no root, and is ended by a signal that the program heeds', () => {
    expect([...text.matchAll(/^FROM /gm)].length).toBeGreaterThan(2);
    expect(lastStage).toMatch(/^USER 1000:1000$/m);
    expect(lastStage).toMatch(/^STOPSIGNAL SIGTERM$/m);
    expect(text).toMatch(/^ARG NODE_IMAGE=node:\d+\.\d+\.\d+-bookworm-slim$/m);
  });

  test('takes in production dependencies alone, optional ones too, and runs no script of a package', () => {
    expect(lastStage).toMatch(/^COPY --from=dependencies \S+node_modules /m);
    for (const [install] of text.matchAll(/npm ci.*/g)) {
      expect(install).toContain('--ignore-scripts');
      expect(install).not.toContain('--omit=optional');
    }
    expect(text).toMatch(/npm ci --omit=dev --workspace @lamppost\/\S+ --include-workspace-root=false/);
  });

  test('takes in each workspace that its program needs', () => {
    const folders = workspaceFolders(dirname(dirname(dockerfile)));
    for (const folder of folders) {
      expect(lastStage).toContain(`/lamppost/${folder}/package.json ${folder}/`);
      expect(lastStage).toContain(`/lamppost/${folder}/dist ${folder}/dist`);
    }
  });

  test('knows every workspace of the lock file, without which npm ci refuses', () => {
    for (const workspace of (JSON.parse(readText('package.json')) as { workspaces: string[] }).workspaces) {
      expect(text).toContain(`COPY ${workspace}/package.json ${workspace}/`);
    }
  });
});

/** Folder of a workspace and of all workspaces that it imports. */
function workspaceFolders(folder: string, seen = new Set<string>()): Set<string> {
  seen.add(folder);
  const { dependencies } = JSON.parse(readText(`${folder}/package.json`)) as { dependencies: Record<string, string> };
  for (const name of Object.keys(dependencies)) {
    const below = /^@lamppost\/(.*)$/.exec(name)?.[1]?.replace('contracts', 'cloud-api/contracts');
    if (below !== undefined && !seen.has(below)) workspaceFolders(below, seen);
  }
  return seen;
}

test('only what is listed gets into a build', () => {
  const [first, ...lines] = readText('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(first).toBe('*');
  const listed = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  for (const name of listed) expect(existsSync(join(root, name)), name).toBe(true);
  expect(listed).not.toContain('.lamppost');
  expect(lines).toContain('**/node_modules');
  expect(readdirSync(root)).not.toContain('secrets');
});
