import { X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, ExtendedKeyUsage } from '@peculiar/asn1-x509';
import { isKnownSignature } from './algorithms.js';

/** A certificate, read twice: by its parts, and as Node verifies with it. */
export interface ReadCertificate {
  readonly raw: Buffer;
  readonly parts: Certificate;
  readonly x509: X509Certificate;
}

const MAX_PATH = 8;
const EXTENDED_KEY_USAGE = '2.5.29.37';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/** Reads a certificate of DER; null when it is none, or signed by an algorithm that is not accepted. */
export function readCertificate(raw: Buffer): ReadCertificate | null {
  try {
    const parts = AsnConvert.parse(raw, Certificate);
    return isKnownSignature(parts.signatureAlgorithm.algorithm) ? { raw, parts, x509: new X509Certificate(raw) } : null;
  } catch {
    return null;
  }
}

/** The certificates of a PEM file. @throws Error when it holds none, or one that can't be read */
export function readRoots(pem: string): ReadCertificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new Error('it holds no certificate (PEM)');
  return blocks.map((block, index) => {
    const read = readCertificate(Buffer.from(block.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64'));
    if (read === null) throw new Error(`certificate ${index + 1} in it is not one that is accepted here`);
    return read;
  });
}

/** Whether it is for time stamps and nothing else, and says so critically (RFC 3161, section 2.3). */
export function isForTimeStamps({ parts }: ReadCertificate): boolean {
  const usage = parts.tbsCertificate.extensions?.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE);
  if (usage?.critical !== true) return false;
  try {
    const purposes = [...AsnConvert.parse(usage.extnValue, ExtendedKeyUsage)];
    return purposes.length === 1 && purposes[0] === TIME_STAMPING;
  } catch {
    return false;
  }
}

/** Whether the certificate was valid at this time, epoch milliseconds. */
export function isValidAt({ parts }: ReadCertificate, atMs: number): boolean {
  const { notBefore, notAfter } = parts.tbsCertificate.validity;
  return notBefore.getTime().getTime() <= atMs && atMs <= notAfter.getTime().getTime();
}

function isIssuedBy(one: ReadCertificate, issuer: ReadCertificate): boolean {
  try {
    return issuer.x509.ca && one.x509.checkIssued(issuer.x509) && one.x509.verify(issuer.x509.publicKey);
  } catch {
    return false;
  }
}

/** Whether a way leads from the certificate over `between` to one of the roots, each valid at this time. Revocation is not asked for. */
export function leadsToRoot(
  one: ReadCertificate,
  options: {
    readonly between: readonly ReadCertificate[];
    readonly roots: readonly ReadCertificate[];
    readonly atMs: number;
  },
  length = 1,
): boolean {
  const { between, roots, atMs } = options;
  if (length > MAX_PATH || !isValidAt(one, atMs)) return false;
  if (roots.some(({ raw }) => raw.equals(one.raw))) return true;
  return [...roots, ...between].some(
    (issuer) => !issuer.raw.equals(one.raw) && isIssuedBy(one, issuer) && leadsToRoot(issuer, options, length + 1),
  );
}
