import { parseArgs } from 'node:util';

/** How the command is used. */
export const USAGE = `npm run verify -- FILE|DIR ... [--keys FILE] [--tsa-roots FILE] [--json]
npm run verify -- --audit FILE [--head HASH] [--json]

Checks evidence: each byte of each package, signatures, the chain that packages and other entries of a gateway form, time stamps, and the
place in the Merkle log. Works offline. A folder stands for what is in it and below:

  *.zip                              packages
  *.entry.json, *.entries.json       entries of chains that are no packages (GET /api/v1/chain-entries of the cloud)
  *.proof.json                       receipt, time stamp and place in the log (GET /api/v1/packages/DIGEST/proof)
  *.consistency.json                 that the log only grew (GET /api/v1/log/consistency)

  --keys FILE       public keys of gateways and cloud (GET /api/v1/gateways/keys); without them, signatures stay unchecked
  --tsa-roots FILE  PEM with the roots of time-stamping authorities; without them, any authority is taken, and is named
  --json            one JSON on standard output

With --audit it checks an exported audit log (GET /api/v1/audit/export of the cloud) and names the first wrong line. --head is the hash of
the last entry, as it was kept elsewhere: without it nobody can tell whether lines are missing at the end, and it ends with 3.

Ends with 0 when everything is right, 1 when anything is wrong, 3 when nothing is wrong but signatures were not checked,
and 2 when the command cannot do its work: it then says why.`;

/** What the command is asked for. */
export interface VerifyRequest {
  readonly paths: readonly string[];
  readonly keysFile: string | null;
  readonly tsaRootsFile: string | null;
  readonly isJson: boolean;
  /** The exported audit log that is to be checked instead of packages; null: packages. */
  readonly auditFile: string | null;
  readonly headHash: string | null;
}

/** The command cannot do its work; the message says why, and the mend. */
export class VerifyUsageError extends Error {
  override readonly name = 'VerifyUsageError';
}

/** Reads the command line; `help` when it is asked for. @throws VerifyUsageError saying what is wrong */
export function readVerifyOptions(argv: readonly string[]): VerifyRequest | 'help' {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { keys: text, 'tsa-roots': text, json: flag, help: flag, audit: text, head: text };
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new VerifyUsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
  const { values, positionals: paths } = parsed;
  if (values.help === true) return 'help';
  const { audit: auditFile = null, head: headHash = null } = values;
  if (auditFile !== null && paths.length > 0)
    throw new VerifyUsageError(`--audit checks one file: give ${paths.join(', ')} in a run of its own\n\n${USAGE}`);
  if (auditFile === null && paths.length === 0)
    throw new VerifyUsageError(`no file and no folder was named\n\n${USAGE}`);
  return {
    paths,
    keysFile: values.keys ?? null,
    tsaRootsFile: values['tsa-roots'] ?? null,
    isJson: values.json ?? false,
    auditFile,
    headHash,
  };
}
