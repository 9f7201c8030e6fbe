import { parseArgs } from 'node:util';

/** How the command is used. */
export const USAGE = `npm run verify -- FILE|DIR ... [--keys FILE] [--tsa-roots FILE] [--json]

Checks evidence: each byte of each package, signatures, the chain that packages and other entries of a gateway form, time stamps, and the
place in the Merkle log. Works offline. A folder stands for what is in it and below:

  *.zip                              packages
  *.entry.json, *.entries.json       entries of chains that are no packages (GET /api/v1/chain-entries of the cloud)
  *.proof.json                       receipt, time stamp and place in the log (GET /api/v1/packages/DIGEST/proof)
  *.consistency.json                 that the log only grew (GET /api/v1/log/consistency)

  --keys FILE       public keys of gateways and cloud (GET /api/v1/gateways/keys); without them, signatures stay unchecked
  --tsa-roots FILE  PEM with the roots of time-stamping authorities; without them, any authority is taken, and is named
  --json            one JSON on standard output

Ends with 0 when everything is right, 1 when anything is wrong, 3 when nothing is wrong but signatures were not checked,
and 2 when the command cannot do its work: it then says why.`;

/** What the command is asked for. */
export interface VerifyRequest {
  readonly paths: readonly string[];
  readonly keysFile: string | null;
  readonly tsaRootsFile: string | null;
  readonly isJson: boolean;
}

/** The command cannot do its work; the message says why, and the mend. */
export class VerifyUsageError extends Error {
  override readonly name = 'VerifyUsageError';
}

/** Reads the command line; `help` when it is asked for. @throws VerifyUsageError saying what is wrong */
export function readVerifyOptions(argv: readonly string[]): VerifyRequest | 'help' {
  const options = {
    keys: { type: 'string' },
    'tsa-roots': { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new VerifyUsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
  const { values, positionals: paths } = parsed;
  if (values.help === true) return 'help';
  if (paths.length === 0) throw new VerifyUsageError(`no file and no folder was named\n\n${USAGE}`);
  return {
    paths,
    keysFile: values.keys ?? null,
    tsaRootsFile: values['tsa-roots'] ?? null,
    isJson: values.json ?? false,
  };
}
