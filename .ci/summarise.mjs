// summarise.mjs REPORT: prints `N passed, N failed, N skipped` of vitest's JSON report, and ends with 0 only when tests ran, none failed and
// `npm test` itself ended well (TEST_STATUS). Plain JavaScript: it also runs when nothing could be compiled.
import { readFileSync } from 'node:fs';

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null; // no test ran, as when lint failed before
  }
}

const report = readReport(process.argv[2] ?? '');
const isTestRunWell = process.env.TEST_STATUS === '0';
const passed = report?.numPassedTests ?? 0;
const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
// A file that could not be loaded has no test that failed, and is a failure all the same.
const unloaded = (report?.testResults ?? []).filter(
  ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((each) => each.status === 'failed'),
).length;
const counted = (report?.numFailedTests ?? 0) + unloaded;
const isWell = isTestRunWell && counted === 0 && passed > 0;
const failed = isWell ? 0 : Math.max(counted, 1);

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = isWell ? 0 : 1;
