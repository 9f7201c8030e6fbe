import { createContext, use, useEffect, useMemo, useState } from 'react';
import type { Appearance } from './theme.js';
import { useMediaQuery } from './use-media-query.js';

const KEPT_AS = 'lamppost.appearance';

/** How the page looks now, and how to change that. */
export interface AppearanceChoice {
  readonly appearance: Appearance;
  readonly choose: (appearance: Appearance) => void;
}

/** Tells the parts of the page how it looks. */
export const AppearanceContext = createContext<AppearanceChoice>({ appearance: 'light', choose: () => undefined });

/** How the page looks: as the system does, until somebody chooses otherwise. */
export function useAppearanceChoice(): AppearanceChoice {
  const [chosen, setChosen] = useState<Appearance | null>(() => {
    const kept = window.localStorage.getItem(KEPT_AS);
    return kept === 'light' || kept === 'dark' ? kept : null;
  });
  const isDark = useMediaQuery('(prefers-color-scheme: dark)');
  const appearance = chosen ?? (isDark ? 'dark' : 'light');
  useEffect(() => {
    document.documentElement.dataset.appearance = appearance;
  }, [appearance]);
  return useMemo(
    () => ({
      appearance,
      choose: (next: Appearance) => {
        window.localStorage.setItem(KEPT_AS, next);
        setChosen(next);
      },
    }),
    [appearance],
  );
}

/** How the page looks, for a part of it. */
export function useAppearance(): AppearanceChoice {
  return use(AppearanceContext);
}
