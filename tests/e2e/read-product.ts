import { type CaseSummary, CaseDetail } from '@lamppost/contracts';
import { type Product, packagesByState, readCases } from '@lamppost/device-sim';

/** A cloud, and what opens it. */
type ReachedCloud = Pick<Product, 'cloudUrl' | 'accessCode'>;

/** All cases of the cloud, newest first. */
export function casesOf(product: ReachedCloud): Promise<CaseSummary[]> {
  return readCases(product.cloudUrl, product.accessCode);
}

/** One case with all it says. */
export async function caseOf(product: ReachedCloud, caseId: string): Promise<CaseDetail> {
  const answer = await fetch(`${product.cloudUrl}/api/v1/cases/${caseId}`, {
    headers: { authorization: `Bearer ${product.accessCode}` },
  });
  return CaseDetail.parse(await answer.json());
}

/** The bytes of a file of a case, opened with a reason, as a sealed original asks for. */
export async function fileOf(product: Product, url: string): Promise<Buffer> {
  const address = `${product.cloudUrl}${url}${url.includes('?') ? '&' : '?'}reason=${encodeURIComponent('end to end')}`;
  const answer = await fetch(address, {
    headers: { authorization: `Bearer ${product.accessCode}` },
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

/** The gateway's metrics as text. */
export async function metricsOf(product: Product): Promise<string> {
  return (await fetch(`${product.gatewayUrl()}/metrics`)).text();
}

/** How many packages the gateway holds in each state. */
export async function packagesOf(product: Product): Promise<Readonly<Record<string, number>>> {
  return packagesByState(await metricsOf(product));
}
