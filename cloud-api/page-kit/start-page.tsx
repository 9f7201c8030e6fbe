import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider, Spin } from 'antd';
import enGB from 'antd/locale/en_GB';
import zhCN from 'antd/locale/zh_CN';
import type { ResourceKey } from 'i18next';
import { type ReactNode, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { AppearanceContext, useAppearanceChoice } from './appearance.js';
import { type Language, startWords } from './language.js';
import { RequestError } from './request-error.js';
import { STILL, THEMES } from './theme.js';
import { useLanguage } from './use-language.js';
import { useMediaQuery } from './use-media-query.js';

/** Over the page's own ground a dialog writes no style sheet of its own into the page, which its policy would refuse. */
const popupContainer = () => document.querySelector<HTMLElement>('#page') ?? document.body;

const MOST_TRIES = 2;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one, however often it is asked for.
      retry: (tries, error) => tries < MOST_TRIES && !(error instanceof RequestError && error.problem !== null),
      refetchOnWindowFocus: true,
      // What a browser thinks of its network says nothing of a server in the same building.
      networkMode: 'always',
      refetchOnReconnect: true,
    },
    mutations: { networkMode: 'always' },
  },
});

function PageFrame({ nonce, children }: { readonly nonce: string; readonly children: ReactNode }) {
  const choice = useAppearanceChoice();
  const language = useLanguage();
  const isStill = useMediaQuery('(prefers-reduced-motion: reduce)');
  const theme = THEMES[choice.appearance];
  return (
    <StrictMode>
      <AppearanceContext value={choice}>
        <ConfigProvider
          // A name that is read out must be the name that is shown.
          button={{ autoInsertSpace: false }}
          csp={{ nonce }}
          getPopupContainer={popupContainer}
          locale={language === 'zh' ? zhCN : enGB}
          theme={isStill ? { ...theme, token: { ...theme.token, ...STILL } } : theme}
        >
          <App>
            <QueryClientProvider client={queries}>
              <Suspense fallback={<Spin fullscreen />}>
                <Router hook={useHashLocation}>{children}</Router>
              </Suspense>
            </QueryClientProvider>
          </App>
        </ConfigProvider>
      </AppearanceContext>
    </StrictMode>
  );
}

/**
 * Begins a page in the language and look that its reader chose.
 *
 * @throws where index.html is not that of a page
 */
export async function startPage(words: Readonly<Record<Language, ResourceKey>>, page: ReactNode): Promise<void> {
  await startWords(words);
  const ground = document.querySelector('#page');
  if (ground === null) throw new Error('index.html has no #page');
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
  createRoot(ground).render(<PageFrame nonce={nonce}>{page}</PageFrame>);
}
