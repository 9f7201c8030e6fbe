import { type RefObject, useEffect, useRef } from 'react';

/** Keeps the chosen entry of a menu in sight where the menu is longer than its room; the menu takes the reference. */
export function useChosenInView(chosen: string): RefObject<HTMLElement | null> {
  const menu = useRef<HTMLElement>(null);
  useEffect(() => {
    menu.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [chosen]);
  return menu;
}
