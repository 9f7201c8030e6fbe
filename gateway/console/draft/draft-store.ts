/** A draft of the rules, and the texts that it can go back and forth to. */
export interface DraftTexts {
  /** The rules that it was made from. */
  readonly base: { readonly text: string; readonly etag: string };
  readonly text: string;
  readonly undo: readonly string[];
  readonly redo: readonly string[];
}

/** Steps that can be gone back, at most; the oldest are forgotten. */
const MOST_STEPS = 100;
const KEY = 'lamppost-rule-draft';

/** A draft that has nothing otherwise than the rules it begins with. */
export function beginDraft(base: DraftTexts['base']): DraftTexts {
  return { base, text: base.text, undo: [], redo: [] };
}

/** The draft with another text. `joins`: it goes on with the step before, as when somebody types. */
export function changeDraft(draft: DraftTexts, text: string, joins = false): DraftTexts {
  if (text === draft.text) return draft;
  const undo = joins && draft.undo.length > 0 ? draft.undo : [...draft.undo, draft.text].slice(-MOST_STEPS);
  return { ...draft, text, undo, redo: [] };
}

/** The draft before its last change. */
export function undoDraft(draft: DraftTexts): DraftTexts {
  const text = draft.undo.at(-1);
  return text === undefined
    ? draft
    : { ...draft, text, undo: draft.undo.slice(0, -1), redo: [...draft.redo, draft.text] };
}

/** The draft with the change that was undone last. */
export function redoDraft(draft: DraftTexts): DraftTexts {
  const text = draft.redo.at(-1);
  return text === undefined
    ? draft
    : { ...draft, text, redo: draft.redo.slice(0, -1), undo: [...draft.undo, draft.text] };
}

/** Keeps a draft for as long as the page is open, a reload included. */
export function keepDraft({ base, text }: DraftTexts): void {
  try {
    if (text === base.text) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify({ base, text }));
  } catch {
    // A browser without room for it forgets the draft with the page.
  }
}

/** The draft that was kept; null when there is none. */
export function keptDraft(): DraftTexts | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Pick<DraftTexts, 'base' | 'text'> | null;
    return kept === null ? null : { ...kept, undo: [kept.base.text], redo: [] };
  } catch {
    return null;
  }
}
