import type { ChainPlace, Finding, ProofReport, SignatureState } from './finding.js';
import type { VerifyReport } from './verify-paths.js';

const OUTCOMES = {
  proven: '全部验证通过 All of it proves itself.',
  unproven: '未发现问题，但未提供公钥，签名未验证 Nothing is wrong, but signatures were not checked: give --keys.',
  wrong: '验证未通过 Not all is right: see above.',
} as const;
const SIGNATURES = { good: 'signature good', bad: 'signature bad', unchecked: 'signature not checked' } as const;

/** One file of the report: its line, then what is wrong with it, then what is to be known. */
function lines(file: string, what: string, findings: readonly Finding[], notices: readonly string[] = []): string[] {
  return [
    `${findings.length === 0 ? 'ok   ' : 'WRONG'} ${file}: ${what}`,
    ...findings.map(({ code, detail }) => `      ${code}: ${detail}`),
    ...notices.map((notice) => `      note: ${notice}`),
  ];
}

function describePlace(kind: string, place: ChainPlace | null, signature: SignatureState): string {
  if (place === null) return 'not readable';
  return `${place.gatewayId} ${kind} ${place.sequence}, ${SIGNATURES[signature]}, digest ${place.digest}`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function describeProof({ digest, acceptedAtMs, timeStamps, inclusion, signature }: ProofReport): string[] {
  const stamps = timeStamps.map(
    ({ atMs, authority, isRooted }) =>
      `time stamp of ${iso(atMs)} by ${authority}${isRooted === true ? '' : ' (its root was not checked: give --tsa-roots)'}`,
  );
  return [
    ...(digest === null ? [] : [`digest ${digest}`]),
    ...(acceptedAtMs === null ? [] : [`accepted by the cloud at ${iso(acceptedAtMs)}`]),
    ...stamps,
    ...(inclusion === null ? [] : [`leaf ${inclusion.leafIndex} of ${inclusion.treeSize} in the log`]),
    SIGNATURES[signature],
  ];
}

/** The report in lines: packages, entries and proofs, then the chains, then the outcome. */
export function printReport({ packages, entries, proofs, chain, outcome }: VerifyReport): string {
  return [
    ...packages.flatMap(({ file, place, signature, findings, notices }) =>
      lines(file, describePlace('package', place, signature), findings, notices),
    ),
    ...entries.flatMap(({ file, kind, place, signature, findings }) =>
      lines(file, describePlace(kind, place, signature), findings),
    ),
    ...proofs.flatMap((proof) => lines(proof.file, describeProof(proof).join(', '), proof.findings)),
    ...chain.map(({ code, detail }) => `WRONG chain ${code}: ${detail}`),
    OUTCOMES[outcome],
  ].join('\n');
}
