import type { ReactNode } from 'react';
import { Link } from 'wouter';

/** An entry of a list that leads to what it stands for. */
export function EntryLink(options: {
  readonly href: string;
  readonly isChosen: boolean;
  readonly children: ReactNode;
}) {
  const { href, isChosen, children } = options;
  return (
    <Link href={href} className="entry" aria-current={isChosen ? 'true' : undefined}>
      {children}
    </Link>
  );
}
