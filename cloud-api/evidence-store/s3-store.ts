import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { ConfigError } from '../config/config-error.js';
import { readNamedFile } from '../config/read-yaml-file.js';
import { openIncoming, type EvidenceStore } from './evidence-store.js';
import { EVIDENCE_S3_VARIABLE, type S3Settings } from './s3-settings.js';
import type { StagedFile } from './stage-files.js';

const CONNECT_MS = 5_000;
const ANSWER_MS = 60_000;

const isMissing = (error: unknown) =>
  error instanceof S3ServiceException && (error.$metadata.httpStatusCode === 404 || error.name === 'NoSuchKey');

function connect({ endpoint, region, pathStyle, credentials }: S3Settings): S3Client {
  return new S3Client({
    ...(endpoint === undefined ? {} : { endpoint }),
    region,
    forcePathStyle: pathStyle,
    ...(credentials === undefined
      ? {}
      : {
          credentials: {
            accessKeyId: credentials.accessKeyId,
            secretAccessKey: readNamedFile(credentials.secretAccessKeyFile, EVIDENCE_S3_VARIABLE).trim(),
          },
        }),
    // Many services outside Amazon refuse checksums that trail the body; each file goes with its own SHA-256 instead.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS },
  });
}

/** A command that signs the body's SHA-256: the service refuses other bytes than were named. */
function putObject(input: {
  readonly Bucket: string;
  readonly Key: string;
  readonly Body: Readable;
  readonly ContentLength: number;
  readonly sha256: string;
}): PutObjectCommand {
  const { sha256, ...object } = input;
  const command = new PutObjectCommand(object);
  command.middlewareStack.add(
    (next) => async (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      headers['x-amz-content-sha256'] = sha256;
      return next(args);
    },
    { step: 'build', name: 'signTheBody' },
  );
  return command;
}

/**
 * Opens the store in a bucket that S3's protocol opens.
 *
 * @param folder for files on their way, on the local disk
 * @throws ConfigError when the bucket can't be reached
 */
export async function openS3Store(settings: S3Settings, folder: string): Promise<EvidenceStore> {
  const client = connect(settings);
  const { bucket: Bucket, prefix } = settings;
  const incoming = await openIncoming(folder);
  const keyOf = (sha256: string) => `${prefix}sha256/${sha256.slice(0, 2)}/${sha256}`;
  try {
    await client.send(new HeadBucketCommand({ Bucket }));
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown';
    throw new ConfigError(
      `the bucket ${Bucket} at ${settings.endpoint ?? 'Amazon'} can't be opened (${reason}): make it, and see that endpoint, region and credentials in the file of ${EVIDENCE_S3_VARIABLE} are right`,
    );
  }
  const isKept = async (Key: string) => {
    try {
      await client.send(new HeadObjectCommand({ Bucket, Key }));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  };

  const send = async ({ sha256, file, sizeBytes: ContentLength }: StagedFile) => {
    const Body = createReadStream(file);
    await client.send(putObject({ Bucket, Key: keyOf(sha256), Body, ContentLength, sha256 }));
  };

  return {
    incoming: incoming.folder,
    diskFolder: null,
    adopt: async (files) => {
      try {
        for (const staged of files) if (!(await isKept(keyOf(staged.sha256)))) await send(staged);
      } finally {
        await Promise.all(files.map(({ file }) => rm(file, { force: true })));
      }
    },
    put: async (sha256, source) => {
      if (await isKept(keyOf(sha256))) return;
      await incoming.receive(sha256, source, (file, sizeBytes) => send({ sha256, file, sizeBytes }));
    },
    open: async (sha256) => {
      try {
        const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket, Key: keyOf(sha256) }));
        if (Body === undefined || ContentLength === undefined)
          throw new Error(`the bucket gave no bytes for ${sha256}`);
        return { sizeBytes: ContentLength, stream: Body as Readable };
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
  };
}
