import { useCallback, useMemo, useSyncExternalStore } from 'react';

/** Whether what the reader's system prefers, or what the screen is, meets a CSS media query, now and when that changes. */
export function useMediaQuery(query: string): boolean {
  const list = useMemo(() => window.matchMedia(query), [query]);
  const subscribe = useCallback(
    (note: () => void) => {
      list.addEventListener('change', note);
      return () => {
        list.removeEventListener('change', note);
      };
    },
    [list],
  );
  return useSyncExternalStore(subscribe, () => list.matches);
}
