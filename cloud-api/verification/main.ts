import { resolve } from 'node:path';
import { printReport } from './print-report.js';
import { readKeys } from './read-keys.js';
import { readTsaRoots } from './read-tsa-roots.js';
import { verifyAudit } from './verify-audit.js';
import { USAGE, VerifyUsageError, readVerifyOptions } from './verify-options.js';
import { verifyPaths } from './verify-paths.js';

// Verifies evidence packages offline: `npm run verify -- FILE|DIR ...`.

const EXIT_CODES = { proven: 0, wrong: 1, unproven: 3 } as const;
const CANNOT = 2;

async function main(argv: readonly string[]): Promise<number> {
  // npm runs scripts in the repository's root, wherever it was called from.
  const at = (path: string) => resolve(process.env.INIT_CWD ?? process.cwd(), path);
  try {
    const request = readVerifyOptions(argv);
    if (request === 'help') {
      process.stdout.write(`${USAGE}\n`);
      return 0;
    }
    if (request.auditFile !== null) {
      const { outcome, text } = await verifyAudit(at(request.auditFile), request.headHash, request.isJson);
      process.stdout.write(`${text}\n`);
      return EXIT_CODES[outcome];
    }
    const signers = request.keysFile === null ? null : await readKeys(at(request.keysFile));
    const tsaRoots = request.tsaRootsFile === null ? null : await readTsaRoots(at(request.tsaRootsFile));
    const report = await verifyPaths(request.paths.map(at), { signers, tsaRoots });
    process.stdout.write(`${request.isJson ? JSON.stringify(report) : printReport(report)}\n`);
    return EXIT_CODES[report.outcome];
  } catch (error) {
    if (!(error instanceof VerifyUsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return CANNOT;
  }
}

process.exitCode = await main(process.argv.slice(2));
