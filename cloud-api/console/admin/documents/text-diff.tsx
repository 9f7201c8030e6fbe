import { structuredPatch } from 'diff';

const KINDS: Readonly<Record<string, string>> = { '+': 'plus', '-': 'minus' };

/** What two texts have otherwise, line by line, each with its sign; what is alike is left out but for three lines. */
export function TextDiff(options: {
  readonly before: string;
  readonly after: string;
  readonly label: string;
  /** What is said where nothing differs. */
  readonly same: string;
}) {
  const { before, after, label, same } = options;
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: 3 });
  if (hunks.length === 0) return <p>{same}</p>;
  return (
    <pre className="document-text" tabIndex={0} role="region" aria-label={label}>
      {hunks.map(({ oldStart, newStart, lines }) => (
        <div key={`${oldStart} ${newStart}`}>
          <div className="hunk-head">
            @@ {oldStart} → {newStart}
          </div>
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
