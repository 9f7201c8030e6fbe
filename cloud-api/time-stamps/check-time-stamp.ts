import { createHash } from 'node:crypto';
import { ContentInfo, id_signedData, SignedData, type SignerInfo } from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { id_ct_tstInfo, TSTInfo } from '@peculiar/asn1-tsp';
import { hashName, isSignatureOf, SHA256_OID } from './algorithms.js';
import { isForTimeStamps, isValidAt, leadsToRoot, readCertificate, type ReadCertificate } from './certificate-path.js';

/** What a time stamp is checked against. */
export interface TimeStampQuestion {
  /** DER of the TimeStampToken. */
  readonly token: Uint8Array;
  /** The package digest that it must be over, hex. */
  readonly digest: string;
  /** Certificates that the authority's must lead to; null: that is not checked. */
  readonly roots: readonly ReadCertificate[] | null;
  /** Number that was asked with; left out where that is not known any more. */
  readonly nonce?: Buffer;
}

/** A time stamp that holds, or the first thing in it that is wrong. */
export type TimeStampCheck =
  | {
      readonly status: 'good';
      /** When the authority had the digest before it, epoch milliseconds. */
      readonly atMs: number;
      /** Whom the authority's certificate names. */
      readonly authority: string;
      /** Whether its certificate leads to one of the roots; null where none were given. */
      readonly isRooted: true | null;
    }
  | { readonly status: 'bad'; readonly detail: string };

const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
/** Attributes that name the certificate by its hash (RFC 2634, RFC 5035), with the hashes that may stand there. */
const SIGNING_CERTIFICATES: readonly (readonly [string, readonly string[]])[] = [
  ['1.2.840.113549.1.9.16.2.12', ['sha1']],
  ['1.2.840.113549.1.9.16.2.47', ['sha256', 'sha384', 'sha512']],
];
const SET_TAG = 0x31;

class BadTimeStamp extends Error {
  override readonly name = 'BadTimeStamp';
}

function need(isTrue: boolean, otherwise: string): asserts isTrue {
  if (!isTrue) throw new BadTimeStamp(otherwise);
}

/** Reads a part of the token; whatever is no such part is bad. */
function read<Part>(parse: () => Part, name: string): Part {
  try {
    return parse();
  } catch {
    throw new BadTimeStamp(`it holds no ${name}`);
  }
}

/** DER of a part of the token. What could be read may still be nothing that can be written: an OID that does not end, for instance. */
function write(part: unknown, name: string): Buffer {
  return read(() => Buffer.from(AsnConvert.serialize(part)), name);
}

interface ReadToken {
  readonly content: Buffer;
  readonly info: TSTInfo;
  readonly signer: SignerInfo;
  readonly certificates: readonly ReadCertificate[];
}

function readToken(token: Uint8Array): ReadToken {
  const signed = read(() => {
    const outer = AsnConvert.parse(token, ContentInfo);
    // Bytes behind the token would be free.
    need(
      outer.contentType === id_signedData && Buffer.from(AsnConvert.serialize(outer)).equals(token),
      'it is no SignedData',
    );
    return AsnConvert.parse(outer.content, SignedData);
  }, 'SignedData');
  const { eContentType, eContent } = signed.encapContentInfo;
  need(eContentType === id_ct_tstInfo && eContent?.single !== undefined, 'it holds no TSTInfo');
  const content = Buffer.from(eContent.single.buffer);
  const info = read(() => AsnConvert.parse(content, TSTInfo), 'TSTInfo');
  const [signer, ...others] = signed.signerInfos;
  need(signer !== undefined && others.length === 0, 'it is not signed by one authority');
  const certificates = Array.from(signed.certificates ?? []).flatMap(({ certificate }) => {
    if (certificate === undefined) return [];
    const one = readCertificate(write(certificate, 'certificate'));
    return one === null ? [] : [one];
  });
  return { content, info, signer, certificates };
}

function attributeOf({ signedAttrs }: SignerInfo, type: string): Buffer | null {
  const found = (signedAttrs ?? []).filter(({ attrType }) => attrType === type);
  const [value, ...others] = found.flatMap(({ attrValues }) => attrValues);
  return value === undefined || others.length > 0 ? null : Buffer.from(value);
}

function octetString(bytes: Buffer): Buffer {
  return Buffer.from(AsnConvert.serialize(new OctetString(bytes)));
}

/** Whether the signed attributes name this certificate as that of the signer (RFC 5816, section 2.2.1). */
function namesCertificate(signer: SignerInfo, { raw }: ReadCertificate): boolean {
  return SIGNING_CERTIFICATES.some(([type, hashes]) => {
    const value = attributeOf(signer, type);
    return value !== null && hashes.some((hash) => value.includes(octetString(createHash(hash).update(raw).digest())));
  });
}

function isSigner({ sid }: SignerInfo, { parts }: ReadCertificate): boolean {
  const { issuer, serialNumber } = parts.tbsCertificate;
  const named = sid.issuerAndSerialNumber;
  if (named === undefined) return true;
  const isSameIssuer = write(named.issuer, 'issuer').equals(write(issuer, 'issuer'));
  return isSameIssuer && Buffer.from(named.serialNumber).equals(Buffer.from(serialNumber));
}

/** The bytes that are signed: the SET of the attributes (RFC 5652, section 5.4), whose tag is another one in the token. */
function signedAttributes({ signedAttrs = [] }: SignerInfo): Buffer {
  const content = Buffer.concat(signedAttrs.map((attribute) => write(attribute, 'signed attribute')));
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([SET_TAG, ...size]), content]);
}

function checkSignature({ content, signer, certificates }: ReadToken): ReadCertificate {
  const certificate = certificates.find((one) => isSigner(signer, one) && namesCertificate(signer, one));
  need(certificate !== undefined, 'the certificate of its authority is not in it');
  const hash = hashName(signer.digestAlgorithm.algorithm);
  need(hash !== null, `its hash ${signer.digestAlgorithm.algorithm} is not accepted`);
  const type = attributeOf(signer, CONTENT_TYPE);
  need(type !== null && read(() => AsnConvert.toString(type) !== '', 'content type'), 'its content type is not signed');
  const digest = octetString(createHash(hash).update(content).digest());
  need(attributeOf(signer, MESSAGE_DIGEST)?.equals(digest) === true, 'what it says is not what was signed');
  const attributes = signedAttributes(signer);
  const algorithms = { signature: signer.signatureAlgorithm.algorithm, digest: signer.digestAlgorithm.algorithm };
  const signature = Buffer.from(signer.signature.buffer);
  need(
    isSignatureOf(certificate.x509.publicKey, attributes, signature, algorithms),
    'the signature of its authority does not hold',
  );
  return certificate;
}

function checkImprint({ messageImprint, nonce }: TSTInfo, question: TimeStampQuestion): void {
  const isSha256 = messageImprint.hashAlgorithm.algorithm === SHA256_OID;
  const stamped = Buffer.from(messageImprint.hashedMessage.buffer).toString('hex');
  need(isSha256 && stamped === question.digest, `it is over ${stamped}`);
  if (question.nonce !== undefined)
    need(nonce !== undefined && Buffer.from(nonce).equals(question.nonce), 'it answers another question');
}

/** Whether a token of RFC 3161 stamps this digest, and its authority signed it. Needs no network. */
export function checkTimeStamp(question: TimeStampQuestion): TimeStampCheck {
  try {
    const token = readToken(question.token);
    checkImprint(token.info, question);
    const certificate = checkSignature(token);
    const atMs = token.info.genTime.getTime();
    need(isForTimeStamps(certificate), 'the certificate of its authority is not for time stamps alone');
    need(isValidAt(certificate, atMs), 'the certificate of its authority was not valid at its time');
    const authority = certificate.x509.subject.replaceAll('\n', ', ');
    const { roots } = question;
    if (roots === null) return { status: 'good', atMs, authority, isRooted: null };
    need(
      leadsToRoot(certificate, { between: token.certificates, roots, atMs }),
      `the certificate of ${authority} leads to none of the roots`,
    );
    return { status: 'good', atMs, authority, isRooted: true };
  } catch (error) {
    if (!(error instanceof BadTimeStamp)) throw error;
    return { status: 'bad', detail: error.message };
  }
}
