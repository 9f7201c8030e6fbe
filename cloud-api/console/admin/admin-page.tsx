import { Empty } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMe } from '../session/use-me.js';
import { addWords } from '../words/add-words.js';
import { AccountsSection } from './accounts/accounts-section.js';
import { AreasSection } from './areas/areas-section.js';
import { DocumentsSection } from './documents/documents-section.js';
import { en as problemEn, zh as problemZh } from './problem-words.js';
import { RolloutSection } from './rollout/rollout-section.js';
import { sectionsFor } from './sections.js';
import { WebhooksSection } from './webhooks/webhooks-section.js';
import { en, zh } from './words.js';
import './styles.css';

addWords({ zh: { admin: zh, problem: problemZh }, en: { admin: en, problem: problemEn } });

/** Administration: the part that the address names, or the first that one's roles open. */
export function AdminPage(options: { readonly section: string | null; readonly id: string | null }) {
  const { t } = useTranslation();
  const me = useMe();
  const { section, id } = options;
  const open = sectionsFor(me.data?.permissions ?? []);
  const shown = open.find((name) => name === section) ?? open[0];
  if (shown === undefined) return <Empty className="centre" description={t('problem/access.not-allowed')} />;
  switch (shown) {
    case 'accounts':
      return <AccountsSection id={id} />;
    case 'areas':
      return <AreasSection id={id} />;
    case 'documents':
      return <DocumentsSection id={id} />;
    case 'rollout':
      return <RolloutSection id={id} />;
    case 'webhooks':
      return <WebhooksSection id={id} />;
  }
}
