import type { CheckedRules, RuleChange, RuleEdit, RulesNow } from '@lamppost/gateway/console-shapes';
import { createContext, useContext } from 'react';

/** The draft of the rules that all pages work on. */
export interface Draft {
  readonly now: RulesNow;
  /** The rules that the draft was made from. */
  readonly base: { readonly text: string; readonly etag: string };
  readonly text: string;
  /** What the text comes to; of the text before while it is being looked at. */
  readonly checked: CheckedRules;
  readonly isChecking: boolean;
  /** What it has otherwise than the rules of now. */
  readonly changes: readonly RuleChange[];
  readonly isChanged: boolean;
  /** Whether the rules of now are not those that it was made from. */
  readonly isOvertaken: boolean;
  /** Whether one may change the draft: not who only looks. */
  readonly canEdit: boolean;
  /** Whether it may be published here: not where the cloud assigns the rules. */
  readonly canPublish: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The text that was tried on what has happened last; null: none was. */
  readonly testedText: string | null;
  /** Makes changes on the text; false where they could not be made, which was said. */
  readonly edit: (...edits: readonly RuleEdit[]) => Promise<boolean>;
  readonly setText: (text: string, joins?: boolean) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Forgets all changes, and goes on with the rules of now. */
  readonly discard: () => void;
  /** Goes on with the draft as a change of the rules of now. */
  readonly rebase: () => void;
  readonly noteTested: (text: string) => void;
}

/** Set by DraftProvider. */
export const DraftContext = createContext<Draft | null>(null);

/** The draft of the rules. @throws outside of DraftProvider */
export function useDraft(): Draft {
  const draft = useContext(DraftContext);
  if (draft === null) throw new Error('there is no draft around this page');
  return draft;
}
