import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { join } from 'node:path';
import type { Receipt, SignedReceipt } from '@lamppost/contracts';
import { readOrCreateSecret } from '../data-folder/secret-file.js';
import { computeKeyId, encodePublicKey } from '../devices/public-key.js';
import { toCanonicalJson } from './canonical-json.js';

/** Signs receipts with the key of this cloud. */
export interface ReceiptSigner {
  /** Base64 of the public half's SPKI DER bytes; gateways pin it when they enrol. */
  readonly publicKey: string;
  sign(receipt: Receipt): SignedReceipt;
}

/**
 * Opens the cloud's Ed25519 key (RFC 8032), which is made at the first start and kept with mode 0600.
 *
 * @throws Error when the key file can't be read, or holds another kind of key
 */
export function openReceiptSigner(keysFolder: string): ReceiptSigner {
  const file = join(keysFolder, 'receipt-key.pem');
  const pem = readOrCreateSecret(file, () =>
    generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  );
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== 'ed25519')
    throw new Error(`${file} holds no Ed25519 key: restore it from a backup`);
  const publicKey = createPublicKey(privateKey);
  const keyId = computeKeyId(publicKey);
  return {
    publicKey: encodePublicKey(publicKey),
    sign: (receipt) => ({
      receipt,
      keyId,
      signature: sign(null, toCanonicalJson(receipt), privateKey).toString('base64'),
    }),
  };
}
