import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider, Spin } from 'antd';
import enGB from 'antd/locale/en_GB';
import zhCN from 'antd/locale/zh_CN';
import { lazy, StrictMode, Suspense } from 'react';
import { Route, Router, Switch, useLocation } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { CloudError } from './cloud/client.js';
import { useCaseLife } from './cloud/use-case-life.js';
import { useMe } from './session/use-me.js';
import { AppearanceContext, useAppearanceChoice } from './shell/appearance.js';
import { FailedPage } from './shell/failed-page.js';
import { Shell } from './shell/shell.js';
import { THEMES } from './theme.js';
import { useLanguage } from './words/use-language.js';

// What the first view does not need comes when it is asked for.
const InboxPage = lazy(async () => ({ default: (await import('./inbox/inbox-page.js')).InboxPage }));
const PasswordPage = lazy(async () => ({ default: (await import('./session/password-page.js')).PasswordPage }));
const SignInPage = lazy(async () => ({ default: (await import('./session/sign-in-page.js')).SignInPage }));
const CasePage = lazy(async () => ({ default: (await import('./case/case-page.js')).CasePage }));

/** Over the page's own ground a dialog writes no style sheet of its own into the page, which its policy would refuse. */
const popupContainer = () => document.querySelector<HTMLElement>('#page') ?? document.body;

const MOST_TRIES = 2;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one, however often it is asked for.
      retry: (tries, error) => tries < MOST_TRIES && !(error instanceof CloudError && error.problem !== null),
      refetchOnWindowFocus: true,
    },
  },
});

function Entrance() {
  const me = useMe();
  const [, navigate] = useLocation();
  const life = useCaseLife(me.data?.accountId !== undefined);
  if (me.isPending) return <Spin fullscreen />;
  if (me.isError) return <FailedPage error={me.error} onRetry={() => void me.refetch()} />;
  if (me.data === null) return <SignInPage />;
  // A one-time password opens nothing but the choice of another.
  const isOneTime = life.error instanceof CloudError && life.error.problem?.code === 'access.password-change-needed';
  if (isOneTime)
    return (
      <PasswordPage
        isForced
        onDone={() => {
          navigate('/');
        }}
      />
    );
  return (
    <Shell me={me.data}>
      <Suspense fallback={<Spin className="centre" size="large" />}>
        <Switch>
          <Route path="/cases/:caseId">{({ caseId }) => <CasePage key={caseId} caseId={caseId} />}</Route>
          <Route path="/password">
            <PasswordPage
              isForced={false}
              onDone={() => {
                navigate('/');
              }}
            />
          </Route>
          <Route>
            <InboxPage />
          </Route>
        </Switch>
      </Suspense>
    </Shell>
  );
}

/** The bureau's page. */
export function Console({ nonce }: { readonly nonce: string }) {
  const choice = useAppearanceChoice();
  const language = useLanguage();
  return (
    <StrictMode>
      <AppearanceContext value={choice}>
        <ConfigProvider
          csp={{ nonce }}
          getPopupContainer={popupContainer}
          locale={language === 'zh' ? zhCN : enGB}
          theme={THEMES[choice.appearance]}
        >
          <App>
            <QueryClientProvider client={queries}>
              <Suspense fallback={<Spin fullscreen />}>
                <Router hook={useHashLocation}>
                  <Entrance />
                </Router>
              </Suspense>
            </QueryClientProvider>
          </App>
        </ConfigProvider>
      </AppearanceContext>
    </StrictMode>
  );
}
