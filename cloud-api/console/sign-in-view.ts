import { problemOf, signIn } from './api.js';
import { element } from './element.js';
import type { Words } from './words.js';

function explain(error: unknown, words: Words): string {
  switch (problemOf(error)?.code) {
    case 'access.too-many-failures':
      return words.tooManyFailures;
    case 'access.code-wrong':
    case 'access.sign-in-wrong':
    case 'request.invalid':
      return words.wrongCode;
    default:
      return words.unreachable;
  }
}

/** The form that everyone meets who is not signed in. */
export function renderSignIn(options: { words: Words; onSignedIn: () => void }): HTMLElement {
  const { words, onSignedIn } = options;
  const input = element('input', {
    id: 'access-code',
    type: 'password',
    autocomplete: 'current-password',
    required: true,
    maxlength: '256',
  });
  const button = element('button', { type: 'submit', class: 'primary' }, words.signIn);
  const problem = element('p', { class: 'problem', role: 'alert' });
  const submit = async () => {
    button.disabled = true;
    problem.textContent = '';
    try {
      await signIn(input.value);
      onSignedIn();
    } catch (error) {
      problem.textContent = explain(error, words);
      input.select();
    } finally {
      button.disabled = false;
    }
  };
  const form = element(
    'form',
    {
      class: 'sign-in',
      onsubmit: (event) => {
        event.preventDefault();
        void submit();
      },
    },
    element('img', { src: '/icon.svg', alt: '', class: 'mark' }),
    element('h1', {}, words.product),
    element('p', { class: 'quiet' }, words.signInHint),
    element('label', { for: 'access-code' }, words.accessCode),
    input,
    problem,
    button,
  );
  queueMicrotask(() => {
    input.focus();
  });
  return element('main', { class: 'centre' }, form);
}
