import { Typography } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { DraftBar } from '../draft/draft-bar.js';
import { RuleForms } from './rule-forms.js';
import { RulesTabs } from './rules-tabs.js';

const YamlEditor = lazy(async () => ({ default: (await import('./yaml-editor.js')).YamlEditor }));
const VersionList = lazy(async () => ({ default: (await import('./version-list.js')).VersionList }));

interface RulesPageProps {
  readonly part: 'form' | 'yaml' | 'history';
  /** The rule that is shown first. */
  readonly ruleId?: string | undefined;
}

/** The rules as a form, as text, and as they were. */
export function RulesPage({ part, ruleId }: RulesPageProps) {
  const { t } = useTranslation();
  return (
    <div className="page">
      <Typography.Title level={1} className="page-title">
        {t('rules/title')}
      </Typography.Title>
      <RulesTabs at={part} />
      <DraftBar />
      <Suspense>
        {part === 'form' && <RuleForms ruleId={ruleId ?? null} />}
        {part === 'yaml' && <YamlEditor />}
        {part === 'history' && <VersionList />}
      </Suspense>
    </div>
  );
}
