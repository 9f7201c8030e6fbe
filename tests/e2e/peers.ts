import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';

/** Whether missing peers fail the tests that need them, instead of skipping them. */
const isCi = process.env.CI === 'true';

/** Folder of real pictures and clips, which is not part of the repository; it lies beside it, or where LAMPPOST_DATA says. */
export const dataDirectory =
  process.env.LAMPPOST_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));

/** Why a test is left out on this machine; null when it can run. In CI nothing is left out. */
export function missingPeer(peers: { readonly commands?: readonly string[]; readonly data?: string }): string | null {
  const missing = [
    ...(peers.commands ?? []).filter((command) => spawnSync('sh', ['-c', `command -v ${command}`]).status !== 0),
    ...(peers.data !== undefined && !existsSync(`${dataDirectory}/${peers.data}`)
      ? [`${dataDirectory}/${peers.data}`]
      : []),
  ];
  if (missing.length === 0 || isCi) return null;
  return `not on this machine: ${missing.join(', ')}`;
}
