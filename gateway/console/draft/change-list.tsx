import type { RuleChange } from '@lamppost/gateway/console-shapes';
import { useLanguage } from '@lamppost/page-kit';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDraft } from './draft-context.js';
import { OutlineChange } from './outline-change.js';
import { readOutline } from './read-outline.js';

const COLOURS = { added: 'green', removed: 'red', changed: 'blue' } as const;
const SIGNS = { added: '+', removed: '−', changed: '±' } as const;

/** What one version of the rules has otherwise than another, in words. */
export function ChangeList({ changes }: { readonly changes: readonly RuleChange[] }) {
  const { t } = useTranslation();
  const { checked } = useDraft();
  const areas = checked.status === 'taken' ? [...checked.document.zones, ...checked.document.vendingPoints] : [];
  const nameOf = (id: string | null) => areas.find((area) => area.id === id)?.name ?? id;
  if (changes.length === 0) return <p className="quiet">{t('draft/noChange')}</p>;
  return (
    <ul className="changes">
      {changes.map(({ list, id, kind, fields }) => (
        <li key={`${list ?? ''} ${id ?? ''} ${kind}`}>
          <Tag color={COLOURS[kind]} className="change-kind">
            {SIGNS[kind]} {t(`draft/kind/${kind}`)}
          </Tag>
          <strong>
            {t(`draft/list/${list ?? 'document'}`)} {nameOf(id)}
          </strong>
          {fields.map((change) => (
            <FieldChange key={change.field} change={change} />
          ))}
        </li>
      ))}
    </ul>
  );
}

function FieldChange({ change }: { readonly change: RuleChange['fields'][number] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { field, words, before, after } = change;
  const [was, is] = [readOutline(before), readOutline(after)];
  if (was !== null && is !== null) return <OutlineChange before={was} after={is} />;
  return (
    <div className="change-field">
      {brief(words?.[language] ?? field)}
      {language === 'zh' ? '：' : ': '}
      <del>{before ?? t('draft/nothing')}</del> → <ins>{after ?? t('draft/nothing')}</ins>
    </div>
  );
}

/** The name of a field, without what explains it. */
function brief(words: string): string {
  return words.split(/[，；：;:(（]|, /)[0] ?? words;
}
