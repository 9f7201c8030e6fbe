import type { VerifyReport } from './verify-paths.js';

const OUTCOMES = {
  proven: '全部验证通过 All packages prove themselves.',
  unproven: '未发现问题，但未提供公钥，签名未验证 Nothing is wrong, but signatures were not checked: give --keys.',
  wrong: '验证未通过 Not all is right: see above.',
} as const;
const SIGNATURES = { good: 'signature good', bad: 'signature bad', unchecked: 'signature not checked' } as const;

/** The report in lines: each package, then the chains, then the outcome. */
export function printReport({ packages, chain, outcome }: VerifyReport): string {
  const lines = packages.flatMap(({ file, place, signature, findings }) => {
    const what =
      place === null ? 'not readable' : `${place.gatewayId} package ${place.sequence}, ${SIGNATURES[signature]}`;
    const mark = findings.length === 0 ? 'ok   ' : 'WRONG';
    return [
      `${mark} ${file}: ${what}${place === null ? '' : `, digest ${place.digest}`}`,
      ...findings.map(({ code, detail }) => `      ${code}: ${detail}`),
    ];
  });
  const links = chain.map(({ code, detail }) => `WRONG chain ${code}: ${detail}`);
  return [...lines, ...links, OUTCOMES[outcome]].join('\n');
}
