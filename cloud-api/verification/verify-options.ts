import { parseArgs } from 'node:util';

/** How the command is used. */
export const USAGE = `npm run verify -- FILE|DIR ... [--keys FILE] [--json]

Checks evidence packages: each byte of each file, the signature, and the chain that the packages of a gateway form. Works offline.
A folder stands for all *.zip in it and below.

  --keys FILE  public keys of the gateways (GET /api/v1/gateways/keys of the cloud); without them, signatures stay unchecked
  --json       one JSON on standard output

Ends with 0 when everything is right, 1 when anything is wrong, 3 when nothing is wrong but signatures were not checked,
and 2 when the command cannot do its work: it then says why.`;

/** What the command is asked for. */
export interface VerifyRequest {
  readonly paths: readonly string[];
  readonly keysFile: string | null;
  readonly isJson: boolean;
}

/** The command cannot do its work; the message says why, and the mend. */
export class VerifyUsageError extends Error {
  override readonly name = 'VerifyUsageError';
}

/** Reads the command line; `help` when it is asked for. @throws VerifyUsageError saying what is wrong */
export function readVerifyOptions(argv: readonly string[]): VerifyRequest | 'help' {
  const options = { keys: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new VerifyUsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
  const { values, positionals: paths } = parsed;
  if (values.help === true) return 'help';
  if (paths.length === 0) throw new VerifyUsageError(`no file and no folder was named\n\n${USAGE}`);
  return { paths, keysFile: values.keys ?? null, isJson: values.json ?? false };
}
