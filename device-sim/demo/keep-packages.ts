import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CaseDetail } from '@lamppost/contracts';
import { readCases } from './demo-summary.js';
import type { Product } from './start-product.js';

/** Packages hold sealed originals: the cloud asks why they are opened, and writes it down. */
const REASON = encodeURIComponent('packages of a demo kept to be verified');

/** Writes the packages of all cases to a directory, byte for byte as they were sealed, and beside them the keys to verify them by. */
export async function keepPackages(product: Product, directory: string): Promise<void> {
  const { cloudUrl, accessCode } = product;
  const get = async (path: string) => {
    const answer = await fetch(new URL(path, cloudUrl), { headers: { authorization: `Bearer ${accessCode}` } });
    if (!answer.ok) throw new Error(`the cloud answered ${answer.status} to ${path}`);
    return answer;
  };
  mkdirSync(directory, { recursive: true });
  for (const { caseId } of await readCases(cloudUrl, accessCode)) {
    const { digest, files } = CaseDetail.parse(await (await get(`/api/v1/cases/${caseId}`)).json());
    // Files of packages that joined the case name theirs.
    const joined = files.map(({ url }) => new URL(url, cloudUrl).searchParams.get('package') ?? digest);
    for (const packageDigest of new Set([digest, ...joined])) {
      const answer = await get(`/api/v1/packages/${packageDigest}?reason=${REASON}`);
      const [, name] = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
      const file = join(directory, basename(name ?? `${packageDigest}.zip`));
      writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
    }
  }
  writeFileSync(join(directory, 'keys.json'), await (await get('/api/v1/gateways/keys')).text());
}
