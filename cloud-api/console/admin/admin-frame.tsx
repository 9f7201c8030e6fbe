import { Flex } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { TwoPane } from '../boards/two-pane.js';
import { useMe } from '../session/use-me.js';
import { sectionsFor, type SectionName } from './sections.js';

/** The frame of a part of the administration: the way to the others, its list, and what is chosen of it. */
export function AdminFrame(options: {
  readonly section: SectionName;
  readonly hint: string;
  readonly tools?: ReactNode;
  readonly list: ReactNode;
  readonly detail: ReactNode;
  readonly isChosen: boolean;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const { section, hint, tools, list, detail, isChosen } = options;
  return (
    <TwoPane
      title={t(`admin/section/${section}`)}
      hint={hint}
      home={`/admin/${section}`}
      isChosen={isChosen}
      list={list}
      detail={detail}
      tools={
        <Flex gap={8} wrap align="center" className="admin-tools">
          <nav className="admin-sections" aria-label={t('admin/sections')}>
            {sectionsFor(me.data?.permissions ?? []).map((name) => (
              <Link key={name} href={`/admin/${name}`} aria-current={name === section ? 'page' : undefined}>
                {t(`admin/section/${name}`)}
              </Link>
            ))}
          </nav>
          {tools}
        </Flex>
      }
    />
  );
}
