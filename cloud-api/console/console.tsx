import { FailedPage, LoadBoundary } from '@lamppost/page-kit';
import type { PasswordChange } from '@lamppost/page-kit/password-page';
import { Spin } from 'antd';
import { lazy, Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { bodyOf, cloud, CloudError } from './cloud/client.js';
import { useCaseLife } from './cloud/use-case-life.js';
import { useCloudLink } from './session/use-cloud-link.js';
import { useMe } from './session/use-me.js';
import { Shell } from './shell/shell.js';

// What the first view does not need comes when it is asked for.
const InboxPage = lazy(async () => ({ default: (await import('./inbox/inbox-page.js')).InboxPage }));
const PasswordPage = lazy(async () => ({ default: (await import('@lamppost/page-kit/password-page')).PasswordPage }));
const SignInPage = lazy(async () => ({ default: (await import('./session/sign-in-page.js')).SignInPage }));
const MapPage = lazy(async () => ({ default: (await import('./map/map-page.js')).MapPage }));
const CoordinationPage = lazy(async () => ({
  default: (await import('./coordination/coordination-page.js')).CoordinationPage,
}));
const VisitsPage = lazy(async () => ({ default: (await import('./visits/visits-page.js')).VisitsPage }));
const JointPage = lazy(async () => ({ default: (await import('./joint/joint-page.js')).JointPage }));
const DispatchPage = lazy(async () => ({ default: (await import('./dispatch/dispatch-page.js')).DispatchPage }));
const DispatchDetail = lazy(async () => ({ default: (await import('./dispatch/dispatch-detail.js')).DispatchDetail }));
const StatisticsPage = lazy(async () => ({
  default: (await import('./statistics/statistics-page.js')).StatisticsPage,
}));
const AuditPage = lazy(async () => ({ default: (await import('./audit/audit-page.js')).AuditPage }));
const DevicesPage = lazy(async () => ({ default: (await import('./devices/devices-page.js')).DevicesPage }));
const AdminPage = lazy(async () => ({ default: (await import('./admin/admin-page.js')).AdminPage }));
const CasePage = lazy(async () => ({ default: (await import('./case/case-page.js')).CasePage }));

const changePassword = (body: PasswordChange) => bodyOf(cloud.put('/api/v1/me/password', { body }));

/** The bureau's page: whoever comes signs in, and then reviews. */
export function Console() {
  const [place] = useLocation();
  return (
    <LoadBoundary place={place}>
      <SignedIn />
    </LoadBoundary>
  );
}

function SignedIn() {
  const { lostSinceMs } = useCloudLink();
  const me = useMe({ isLost: lostSinceMs !== null });
  const [place, navigate] = useLocation();
  const life = useCaseLife(me.data?.accountId !== undefined);
  if (me.isPending) return <Spin fullscreen />;
  if (me.data === undefined) return <FailedPage error={me.error} onRetry={() => void me.refetch()} />;
  if (me.data === null) return <SignInPage />;
  // A one-time password opens nothing but the choice of another.
  const isOneTime = life.error instanceof CloudError && life.error.problem?.code === 'access.password-change-needed';
  if (isOneTime)
    return (
      <PasswordPage
        isForced
        send={changePassword}
        onDone={() => {
          navigate('/');
        }}
      />
    );
  return (
    <Shell me={me.data} lostSinceMs={lostSinceMs}>
      <LoadBoundary place={place}>
        <Suspense fallback={<Spin className="centre" size="large" />}>
          <Switch>
            <Route path="/cases/:caseId">{({ caseId }) => <CasePage key={caseId} caseId={caseId} />}</Route>
            <Route path="/map">
              <MapPage />
            </Route>
            <Route path="/coordination/:caseId?">{({ caseId }) => <CoordinationPage caseId={caseId ?? null} />}</Route>
            <Route path="/visits/:id?">
              {({ id }) => <VisitsPage inspectionId={id === undefined ? null : Number(id)} />}
            </Route>
            <Route path="/joint/:id?">
              {({ id }) => <JointPage supportId={id === undefined ? null : Number(id)} />}
            </Route>
            <Route path="/dispatch/:id">{({ id }) => <DispatchDetail key={id} dispatchId={Number(id)} />}</Route>
            <Route path="/dispatch">
              <DispatchPage />
            </Route>
            <Route path="/audit/:subjectId?">
              {({ subjectId }) => (
                <AuditPage subjectId={subjectId === undefined ? null : decodeURIComponent(subjectId)} />
              )}
            </Route>
            <Route path="/statistics">
              <StatisticsPage />
            </Route>
            <Route path="/devices/:id?">{({ id }) => <DevicesPage id={id ?? null} />}</Route>
            <Route path="/admin/:section?/:id?">
              {({ section, id }) => <AdminPage section={section ?? null} id={id ?? null} />}
            </Route>
            <Route path="/password">
              <PasswordPage
                isForced={false}
                send={changePassword}
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
      </LoadBoundary>
    </Shell>
  );
}
