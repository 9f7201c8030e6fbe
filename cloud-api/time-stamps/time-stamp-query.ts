import { OctetString, AsnConvert } from '@peculiar/asn1-schema';
import { MessageImprint, PKIStatus, TimeStampReq, TimeStampResp } from '@peculiar/asn1-tsp';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { SHA256_OID } from './algorithms.js';

/** What an authority answered. */
export type TimeStampReply =
  | { readonly status: 'granted'; /** DER of the TimeStampToken. */ readonly token: Buffer }
  | { readonly status: 'refused'; readonly detail: string };

/**
 * Asks for a time stamp over a package digest (RFC 3161, section 2.4.1): the digest is the message imprint, for it is the SHA-256 of
 * `manifest.json`.
 *
 * @param nonce number that the answer must give back: random bytes, the first from 1 to 127
 */
export function timeStampQuery(digest: string, nonce: Buffer): Buffer {
  const query = new TimeStampReq({
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithm: SHA256_OID, parameters: null }),
      hashedMessage: new OctetString(Buffer.from(digest, 'hex')),
    }),
    nonce: new Uint8Array(nonce).buffer,
    certReq: true,
  });
  return Buffer.from(AsnConvert.serialize(query));
}

/** Reads an answer (RFC 3161, section 2.4.2); what the token says is not judged here. */
export function readTimeStampReply(bytes: Uint8Array): TimeStampReply {
  let reply: TimeStampResp;
  try {
    reply = AsnConvert.parse(bytes, TimeStampResp);
  } catch {
    return { status: 'refused', detail: 'the answer is no TimeStampResp' };
  }
  const { status, statusString, failInfo } = reply.status;
  const isGranted = status === PKIStatus.granted || status === PKIStatus.grantedWithMods;
  if (isGranted && reply.timeStampToken !== undefined)
    return { status: 'granted', token: Buffer.from(AsnConvert.serialize(reply.timeStampToken)) };
  const texts = statusString === undefined ? [] : Array.from(statusString);
  const failures = failInfo === undefined ? [] : failInfo.toJSON();
  const words = [...texts, ...failures].join(', ').slice(0, 300);
  return { status: 'refused', detail: `status ${PKIStatus[status]}${words === '' ? '' : `: ${words}`}` };
}
