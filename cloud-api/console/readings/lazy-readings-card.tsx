import { LoadBoundary } from '@lamppost/page-kit';
import { lazy, Suspense } from 'react';
import type { CaseDetail } from '../cloud/use-case.js';

const Loaded = lazy(async () => ({ default: (await import('./readings-card.js')).ReadingsCard }));

/** The readings of a case that has any; what draws them comes when it is asked for. */
export function ReadingsCard({ detail }: { readonly detail: CaseDetail }) {
  if (!detail.files.some(({ role }) => role === 'readings')) return null;
  return (
    <LoadBoundary place="">
      <Suspense fallback={null}>
        <Loaded detail={detail} />
      </Suspense>
    </LoadBoundary>
  );
}
