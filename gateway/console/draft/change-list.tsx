import type { RuleChange } from '@lamppost/gateway/console-shapes';
import { useLanguage } from '@lamppost/page-kit';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

const COLOURS = { added: 'green', removed: 'red', changed: 'blue' } as const;
const SIGNS = { added: '+', removed: '−', changed: '±' } as const;

/** What one version of the rules has otherwise than another, in words. */
export function ChangeList({ changes }: { readonly changes: readonly RuleChange[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (changes.length === 0) return <p className="quiet">{t('draft/noChange')}</p>;
  return (
    <ul className="changes">
      {changes.map(({ list, id, kind, fields }) => (
        <li key={`${list ?? ''} ${id ?? ''} ${kind}`}>
          <Tag color={COLOURS[kind]} className="change-kind">
            {SIGNS[kind]} {t(`draft/kind/${kind}`)}
          </Tag>
          <strong>
            {t(`draft/list/${list ?? 'document'}`)} {id}
          </strong>
          {fields.map(({ field, words, before, after }) => (
            <div key={field} className="change-field">
              {brief(words?.[language] ?? field)}
              {language === 'zh' ? '：' : ': '}
              <del>{before ?? t('draft/nothing')}</del> → <ins>{after ?? t('draft/nothing')}</ins>
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** The name of a field, without what explains it. */
function brief(words: string): string {
  return words.split(/[，；：;:(（]|, /)[0] ?? words;
}
