import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useDraft } from '../draft/draft-context.js';
import './rules.css';

type Part = 'form' | 'zones' | 'yaml' | 'history';

/** The parts of the rules, all on one draft. */
export function RulesTabs({ at }: { readonly at: Part }) {
  const { t } = useTranslation();
  const { now, checked } = useDraft();
  const zones = checked.status === 'taken' ? checked.document.zones : [];
  const camera = zones[0]?.camera ?? now.cameras[0]?.id ?? 'camera';
  const links: readonly (readonly [Part, string])[] = [
    ['form', '/rules'],
    ['zones', `/rules/zones/${camera}`],
    ['yaml', '/rules/yaml'],
    ['history', '/rules/history'],
  ];
  return (
    <nav className="rules-tabs" aria-label={t('rules/parts')}>
      {links.map(([part, href]) => (
        <Link key={part} href={href} aria-current={part === at ? 'page' : undefined}>
          {t(`rules/part/${part}`)}
        </Link>
      ))}
    </nav>
  );
}
