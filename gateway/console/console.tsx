import { FailedPage, LoadBoundary } from '@lamppost/page-kit';
import type { PasswordChange } from '@lamppost/page-kit/password-page';
import { Spin } from 'antd';
import { lazy, Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { ask } from './box/ask.js';
import { useBoxLink } from './session/use-box-link.js';
import { useMe } from './session/use-me.js';
import { Shell } from './shell/shell.js';

// What the first view does not need comes when it is asked for.
const BacktestPage = lazy(async () => ({ default: (await import('./backtest/backtest-page.js')).BacktestPage }));
const DustPage = lazy(async () => ({ default: (await import('./dust/dust-page.js')).DustPage }));
const DraftProvider = lazy(async () => ({ default: (await import('./draft/draft-provider.js')).DraftProvider }));
const LeadPage = lazy(async () => ({ default: (await import('./leads/lead-page.js')).LeadPage }));
const LeadsPage = lazy(async () => ({ default: (await import('./leads/leads-page.js')).LeadsPage }));
const LivePage = lazy(async () => ({ default: (await import('./live/live-page.js')).LivePage }));
const ModelsPage = lazy(async () => ({ default: (await import('./models/models-page.js')).ModelsPage }));
const PasswordPage = lazy(async () => ({ default: (await import('@lamppost/page-kit/password-page')).PasswordPage }));
const RulesPage = lazy(async () => ({ default: (await import('./rules/rules-page.js')).RulesPage }));
const SignInPage = lazy(async () => ({ default: (await import('./session/sign-in-page.js')).SignInPage }));
const WallPage = lazy(async () => ({ default: (await import('./wall/wall-page.js')).WallPage }));
const ZonesPage = lazy(async () => ({ default: (await import('./zones/zones-page.js')).ZonesPage }));

const changePassword = (change: PasswordChange) => ask('PUT', '/me/password', change);

/** The operators' page: whoever comes signs in, and then sees the box. */
export function Console() {
  const { isLost, hasEnded } = useBoxLink();
  const me = useMe({ isLost });
  const [place, navigate] = useLocation();
  if (me.isPending) return <Spin fullscreen />;
  if (me.data === undefined) return <FailedPage error={me.error} onRetry={() => void me.refetch()} />;
  if (me.data === null) return <SignInPage hasEnded={hasEnded} />;
  const password = (isForced: boolean) => (
    <PasswordPage
      isForced={isForced}
      send={changePassword}
      onDone={() => {
        navigate('/');
      }}
    />
  );
  // A one-time password opens nothing but the choice of another.
  if (me.data.mustChangePassword) return password(true);
  return (
    <Shell me={me.data} isLost={isLost}>
      <LoadBoundary place={place}>
        <Suspense fallback={<Spin className="centre" size="large" />}>
          <Switch>
            <Route path="/cameras/:id">{({ id }) => <LivePage key={id} cameraId={id} />}</Route>
            <Route path="/leads" component={LeadsPage} />
            <Route path="/leads/:violationId">
              {({ violationId }) => (
                <DraftProvider>
                  <LeadPage key={violationId} violationId={violationId} />
                </DraftProvider>
              )}
            </Route>
            <Route path="/rules/form/:ruleId">
              {({ ruleId }) => (
                <DraftProvider>
                  <RulesPage part="form" ruleId={ruleId} />
                </DraftProvider>
              )}
            </Route>
            <Route path="/rules/:part?">
              {({ part }) => (
                <DraftProvider>
                  <RulesPage part={part === 'yaml' || part === 'history' ? part : 'form'} />
                </DraftProvider>
              )}
            </Route>
            <Route path="/rules/zones/:cameraId/:areaId?">
              {({ cameraId, areaId }) => (
                <DraftProvider>
                  <ZonesPage key={`${cameraId} ${areaId ?? ''}`} cameraId={cameraId} areaId={areaId} />
                </DraftProvider>
              )}
            </Route>
            <Route path="/backtest/:day?">
              {({ day }) => (
                <DraftProvider>
                  <BacktestPage key={day} day={day} />
                </DraftProvider>
              )}
            </Route>
            <Route path="/dust/:sensorId?">{({ sensorId }) => <DustPage sensorId={sensorId ?? null} />}</Route>
            <Route path="/models" component={ModelsPage} />
            <Route path="/password">{password(false)}</Route>
            <Route component={WallPage} />
          </Switch>
        </Suspense>
      </LoadBoundary>
    </Shell>
  );
}
