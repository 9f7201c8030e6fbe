import type { Move } from './moves.js';

/** Keys that mean the same move wherever it can be made: for a transferred case, `c` accepts it and `r` returns it. */
const KEYS: Readonly<Record<string, readonly Move[]>> = {
  c: ['confirm', 'accept'],
  r: ['reject', 'return'],
  t: ['transfer'],
  m: ['merge'],
};

/** Whether somebody writes, or a dialog or menu is open: then keys are not for the list. */
export function isForOthers(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  if (document.querySelector('[role="dialog"]') !== null) return true;
  const { target } = event;
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role="listbox"], [role="menu"]') !== null
  );
}

/** The move that a key means; null: none that can be made now. A key that is held down counts once. */
export function moveOfKey(event: KeyboardEvent, moves: readonly Move[]): Move | null {
  if (event.repeat || isForOthers(event)) return null;
  return KEYS[event.key.toLowerCase()]?.find((move) => moves.includes(move)) ?? null;
}
