import { structuredPatch } from 'diff';

interface TextDiffProps {
  readonly before: string;
  readonly after: string;
  /** What is compared, for who does not see it. */
  readonly label: string;
}

const KINDS: Readonly<Record<string, string>> = { '+': 'plus', '-': 'minus' };

/** What two texts have otherwise, line by line, each with its sign. */
export function TextDiff({ before, after, label }: TextDiffProps) {
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: 3 });
  return (
    <pre className="text-diff" tabIndex={0} role="region" aria-label={label}>
      {hunks.map(({ oldStart, lines }) => (
        <div key={oldStart} className="hunk">
          <div className="hunk-head">@@ {oldStart}</div>
          {lines.map((line, index) => (
            <div key={`${oldStart} ${index}`} className={KINDS[line[0] ?? '']}>
              {line === '' ? ' ' : line}
            </div>
          ))}
        </div>
      ))}
    </pre>
  );
}
