import { Button, Typography } from 'antd';
import { Thumbnail } from '../case/thumbnail.js';
import type { Choice } from './use-choices.js';

/** Digits, and then letters, by which a choice is made. */
const CHOICE_KEYS = '1234567890abcdefghi';

/** The choice that a key means, if any. */
export function choiceOfKey(choices: readonly Choice[] | null, key: string): Choice | undefined {
  return choices?.[CHOICE_KEYS.indexOf(key.toLowerCase())];
}

/** Choices, each with the key that makes it; many stand in two columns where there is room. */
export function ChoiceList(options: {
  readonly choices: readonly Choice[];
  readonly chosen: string | null;
  readonly onChoose: (choice: Choice) => void;
}) {
  const { choices, chosen, onChoose } = options;
  return (
    <div role="radiogroup" className={`choices${isLong(choices) ? ' long' : ''}`}>
      {choices.map((choice, index) => (
        <Button
          key={choice.id}
          role="radio"
          aria-checked={chosen === choice.id}
          autoFocus={index === 0}
          type={chosen === choice.id ? 'primary' : 'default'}
          className="choice"
          onClick={() => {
            onChoose(choice);
          }}
        >
          <kbd>{CHOICE_KEYS[index]?.toUpperCase()}</kbd>
          {choice.picture !== undefined && <Thumbnail url={choice.picture} />}
          <span className="choice-words">
            <span>{choice.label}</span>
            {choice.hint !== null && <Typography.Text type="secondary">{choice.hint}</Typography.Text>}
          </span>
        </Button>
      ))}
    </div>
  );
}

/** So many choices stand one below another. */
const MOST_IN_A_COLUMN = 8;

/** Whether there are so many choices that one column does not fit an office screen. */
export function isLong(choices: readonly Choice[] | null): boolean {
  return choices !== null && choices.length > MOST_IN_A_COLUMN && choices.every(({ picture }) => picture === undefined);
}
