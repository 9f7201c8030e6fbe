import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, hoverTooltip } from '@codemirror/view';
import type { CheckedRules, RuleDocument } from '@lamppost/gateway/console-shapes';
import { type Language, useAppearance, useLanguage } from '@lamppost/page-kit';
import { tags } from '@lezer/highlight';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { basicSetup } from 'codemirror';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../box/ask.js';
import { useDraft } from '../draft/draft-context.js';
import { type Schema, schemasAt, spotAt, valuesOf } from './schema-guide.js';

/** Time after which a pause in typing ends one step that can be undone. */
const ONE_STEP_MS = 1_200;
/** Time without a key after which the text is looked at. */
const SETTLED_AFTER_MS = 250;

const theme = (isDark: boolean) =>
  EditorView.theme(
    {
      '&': { backgroundColor: 'transparent', fontSize: '13.5px' },
      '.cm-content': { caretColor: 'var(--ink)' },
      '.cm-gutters': {
        backgroundColor: 'transparent',
        color: 'color-mix(in srgb, var(--ink) 76%, var(--sheet))',
        border: 'none',
      },
      '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--mark) 9%, transparent)' },
      '.cm-tooltip': { backgroundColor: 'var(--sheet)', color: 'var(--ink)', border: '1px solid var(--edge)' },
      '.cm-schema': { padding: '4px 8px', maxWidth: '420px' },
    },
    { dark: isDark },
  );
const colours = (isDark: boolean) =>
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: isDark ? '#8ab8ff' : '#174ea6' },
      { tag: [tags.string, tags.special(tags.string)], color: isDark ? '#8fd6a8' : '#1c6b3f' },
      { tag: [tags.number, tags.bool, tags.null], color: isDark ? '#ffb86b' : '#8a4b00' },
      { tag: [tags.comment, tags.lineComment], color: isDark ? '#a3adba' : '#5a6572', fontStyle: 'italic' },
    ]),
  );

interface Guide {
  readonly schema: Schema | undefined;
  readonly document: RuleDocument | null;
  readonly cameras: readonly string[];
  readonly sensors: readonly string[];
  readonly language: Language;
}

/** Names that a field may hold, which the schema cannot know. */
function namesFor(key: string, { document, cameras, sensors }: Guide): readonly string[] {
  const ids = (list: readonly { readonly id: string }[] | undefined) => (list ?? []).map(({ id }) => id);
  switch (key) {
    case 'zone':
      return ids(document?.zones);
    case 'camera':
      return cameras;
    case 'sensor':
      return sensors;
    case 'speaker':
      return ids(document?.speakers);
    case 'template':
      return ids(document?.templates);
    case 'rule':
      return ids(document?.rules);
    default:
      return [];
  }
}

/** A description is in both languages; its half in one of them. */
function inLanguage(description: string | undefined, language: Language): string {
  const [zh = '', en = zh] = (description ?? '').split(' / ');
  return language === 'zh' ? zh : en;
}

function complete(context: CompletionContext, guide: Guide): CompletionResult | null {
  const { schema, language } = guide;
  const word = context.matchBefore(/[\w./-]*/);
  if (schema === undefined || word === null || (word.from === word.to && !context.explicit)) return null;
  const line = context.state.doc.lineAt(context.pos);
  const spot = spotAt(context.state.doc.toString().split('\n'), line.number - 1, word.from - line.from);
  const schemas = schemasAt(schema, spot.path, spot.siblings);
  if (spot.key !== null) {
    const values = schemasAt(schema, [...spot.path, spot.key], spot.siblings).flatMap((one) =>
      one.items === undefined ? [one] : [one, ...schemasAt(one, ['*'], {})],
    );
    const options = [...new Set([...namesFor(spot.key, guide), ...valuesOf(values)])];
    return options.length === 0
      ? null
      : { from: word.from, options: options.map((label) => ({ label, type: 'enum' })) };
  }
  const fields = new Map(schemas.flatMap(({ properties }) => Object.entries(properties ?? {})));
  const options = [...fields]
    .filter(([name]) => spot.siblings[name] === undefined || name === word.text)
    .map(([label, { description }]) => ({
      label,
      apply: `${label}: `,
      type: 'property',
      detail: inLanguage(description, language),
    }));
  return options.length === 0 ? null : { from: word.from, options };
}

function diagnosticsOf(checked: CheckedRules, state: EditorState, language: Language): Diagnostic[] {
  const notes = checked.status === 'refused' ? checked.problems : checked.warnings;
  return notes.map(({ line, column, message }) => {
    const at = state.doc.line(Math.min(line, state.doc.lines));
    const from = Math.min(at.to, at.from + column - 1);
    return {
      from,
      to: Math.max(from, at.to),
      severity: checked.status === 'refused' ? 'error' : 'warning',
      message: message[language],
    };
  });
}

/** The rules as text, with completion and words from their schema, and what is wrong at its line. */
export function YamlEditor() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { appearance } = useAppearance();
  const { text, setText, checked, canEdit, now } = useDraft();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const schema = useQuery({
    queryKey: ['rules-schema'],
    queryFn: () => ask<Schema>('GET', '/rules/schema'),
    staleTime: Infinity,
  });
  const document = checked.status === 'taken' ? checked.document : null;
  const guide = useRef<Guide>({ schema: undefined, document: null, cameras: [], sensors: [], language });
  const put = useRef(setText);
  const shown = useRef(text);
  useEffect(() => {
    guide.current = {
      ...{ schema: schema.data, document, language },
      cameras: [
        ...new Set([...now.cameras.map(({ id }) => id), ...(document?.zones.map(({ camera }) => camera) ?? [])]),
      ],
      sensors: now.sensors.map(({ id }) => id),
    };
    put.current = setText;
  });
  useEffect(() => {
    if (place.current === null) return undefined;
    let [timer, lastAtMs] = [0, 0];
    let isJoining = false;
    const isDark = appearance === 'dark';
    const nonce = window.document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: shown.current,
        extensions: [
          basicSetup,
          yaml(),
          theme(isDark),
          colours(isDark),
          EditorView.cspNonce.of(nonce),
          EditorView.lineWrapping,
          EditorState.readOnly.of(!canEdit),
          EditorView.contentAttributes.of({ 'aria-label': t('rules/editor') }),
          autocompletion({ override: [(context) => complete(context, guide.current)], activateOnTyping: true }),
          hoverTooltip((hovered, at) => {
            const line = hovered.state.doc.lineAt(at);
            const word = hovered.state.wordAt(at);
            if (word === null || guide.current.schema === undefined) return null;
            const key = hovered.state.sliceDoc(word.from, word.to);
            const spot = spotAt(hovered.state.doc.toString().split('\n'), line.number - 1, word.from - line.from);
            const [found] = schemasAt(guide.current.schema, [...spot.path, key], spot.siblings);
            const words = inLanguage(found?.description, guide.current.language);
            if (words === '') return null;
            return {
              pos: word.from,
              create: () => {
                const dom = window.document.createElement('div');
                dom.className = 'cm-schema';
                dom.textContent = words;
                return { dom };
              },
            };
          }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            const typed = update.state.doc.toString();
            if (typed === shown.current) return;
            window.clearTimeout(timer);
            const { timeStamp } = new Event('change');
            isJoining = timeStamp - lastAtMs < ONE_STEP_MS;
            lastAtMs = timeStamp;
            timer = window.setTimeout(() => {
              shown.current = typed;
              put.current(typed, isJoining);
            }, SETTLED_AFTER_MS);
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      window.clearTimeout(timer);
      const left = editor.state.doc.toString();
      if (left !== shown.current) put.current(left);
      editor.destroy();
      view.current = null;
    };
  }, [appearance, canEdit, t]);
  // What was undone, or edited in another part of the page.
  useEffect(() => {
    const editor = view.current;
    if (editor === null || shown.current === text) return;
    shown.current = text;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);
  useEffect(() => {
    const editor = view.current;
    if (editor !== null) editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(checked, editor.state, language)));
  }, [checked, language, appearance]);
  const notes = checked.status === 'refused' ? checked.problems : checked.warnings;
  const goTo = (line: number) => {
    const editor = view.current;
    if (editor === null) return;
    const { from } = editor.state.doc.line(Math.min(line, editor.state.doc.lines));
    editor.dispatch({ selection: { anchor: from }, scrollIntoView: true });
    editor.focus();
  };
  return (
    <>
      <div className="yaml-editor" ref={place} />
      <p className="quiet">{t('rules/typing')}</p>
      <Card size="small" title={t('rules/problems')}>
        {notes.length === 0 ? (
          <p className="quiet">{t('rules/noProblems')}</p>
        ) : (
          <ul className="yaml-notes">
            {notes.map(({ line, path, message, code }, index) => (
              <li key={`${line} ${path} ${index}`}>
                <button
                  type="button"
                  onClick={() => {
                    goTo(line);
                  }}
                >
                  {t('rules/line', { line })} · {path} · {message[language]} <code>{code}</code>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}
