import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readText, root } from './repository.js';

const MAX_FILE_BYTES = 9_000_000;

function trackedFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return listed.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
}

test('no tracked file is too large to be reviewed or cloned', () => {
  const large = trackedFiles().filter((file) => statSync(join(root, file)).size > MAX_FILE_BYTES);
  expect(large).toEqual([]);
});

test('pictures and clips of real streets are no part of the repository', () => {
  const data = process.env.LAMPPOST_DATA ?? join(root, '../shared/data');
  const media = /\.(jpe?g|png|webp|mp4|avi|mkv|mov|h264|onnx)$/i;
  const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
  const tracked = trackedFiles().filter((file) => media.test(file));
  const sizes = new Set(tracked.map((file) => statSync(join(root, file)).size));
  const digests = new Set(tracked.map((file) => digest(join(root, file))));
  const taken = !existsSync(data)
    ? []
    : readdirSync(data, { recursive: true, encoding: 'utf8' })
        .map((file) => join(data, file))
        .filter((file) => media.test(file) && statSync(file).isFile() && sizes.has(statSync(file).size))
        .filter((file) => digests.has(digest(file)));
  expect(taken).toEqual([]);
  expect(tracked.filter((file) => /\.(mp4|avi|mkv|mov|h264)$/i.test(file))).toEqual([]);
});

test('nothing that a build or a run leaves behind is tracked', () => {
  const left = trackedFiles().filter((file) =>
    /(^|\/)(node_modules|dist|coverage|\.lamppost)\/|(^|\/)\.env$|\.(pem|key)$/.test(file),
  );
  expect(left).toEqual([]);
});

test('installing runs no script of a package, and pins what it adds', () => {
  const lines = readText('.npmrc').split('\n');
  expect(lines).toContain('ignore-scripts=true');
  expect(lines).toContain('save-exact=true');
  const manifests = trackedFiles().filter((file) => file.endsWith('package.json'));
  for (const file of manifests) {
    const manifest = JSON.parse(readText(file)) as Record<string, Record<string, string> | undefined>;
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      for (const [name, version] of Object.entries(manifest[kind] ?? {}))
        expect(`${file} ${name}@${version}`).toMatch(/@\d[\w.-]*$/);
    }
  }
});

test('the commands that the README and the docs give are there', () => {
  const docs = trackedFiles().filter((file) => /^docs\/.*\.md$/.test(file));
  const readme = ['README.md', ...docs].map(readText).join('\n');
  const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
  const named = [...readme.matchAll(/npm (?:run (?:--silent )?(\w[\w:-]*)|(test)\b)/g)].map(
    ([, run, plain]) => run ?? plain ?? '',
  );
  expect(named).toContain('demo');
  expect(named).toContain('test');
  expect(named).toContain('eval');
  expect(named).toContain('bench');
  for (const name of named) expect(scripts).toHaveProperty([name]);
});

test('the script of continuous integration can be started', () => {
  expect(statSync(join(root, '.ci/run')).mode & 0o111).not.toBe(0);
});
