import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntryReceipt, Receipt } from '@lamppost/contracts';
import { ConfigError } from '../config/config-error.js';
import { readOrCreateSecret } from '../data-folder/secret-file.js';
import { computeKeyId, encodePublicKey } from '../devices/public-key.js';
import { toCanonicalJson } from './canonical-json.js';

/** Signs receipts with the key of this cloud. */
export interface ReceiptSigner {
  /** ID of the key. */
  readonly keyId: string;
  /** Base64 of the public half's SPKI DER bytes; gateways pin it when they enrol. */
  readonly publicKey: string;
  /** Of a package or another entry of the chain. */
  sign<Of extends Receipt | EntryReceipt>(receipt: Of): { receipt: Of; keyId: string; signature: string };
  /** The signature over the canonical JSON (RFC 8785) of another statement of the cloud. */
  signJson(statement: object): { keyId: string; signature: string };
}

/** Reads the key that replicas share. */
function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(
      `LAMPPOST_CLOUD_RECEIPT_KEY_FILE names ${file}, which can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): make it with openssl genpkey -algorithm ed25519, mode 0600`,
    );
  }
}

function parseKey(pem: string, file: string): KeyObject {
  const mend = 'restore it from a backup';
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (cause) {
    throw new ConfigError(`${file} holds no private key (PKCS#8 PEM): ${mend}`, { cause });
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new ConfigError(`${file} holds no Ed25519 key: ${mend}`);
  return key;
}

/**
 * Opens the cloud's Ed25519 key (RFC 8032).
 *
 * @param keysFolder where it is made at the first start, mode 0600, when no file is given
 * @param keyFile the key that several replicas of a cloud share; null: this one has its own
 * @throws ConfigError when the key file can't be read, or holds another kind of key
 */
export function openReceiptSigner(keysFolder: string, keyFile: string | null = null): ReceiptSigner {
  const file = keyFile ?? join(keysFolder, 'receipt-key.pem');
  const pem =
    keyFile === null
      ? readOrCreateSecret(file, () =>
          generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
        )
      : readKeyFile(file);
  const privateKey = parseKey(pem, file);
  const publicKey = createPublicKey(privateKey);
  const keyId = computeKeyId(publicKey);
  const signJson = (statement: object) => ({
    keyId,
    signature: sign(null, toCanonicalJson(statement), privateKey).toString('base64'),
  });
  return {
    keyId,
    publicKey: encodePublicKey(publicKey),
    sign: (receipt) => ({ receipt, ...signJson(receipt) }),
    signJson,
  };
}
