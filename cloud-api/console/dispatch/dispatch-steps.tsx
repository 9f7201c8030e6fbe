import { CarOutlined } from '@ant-design/icons';
import { Button, Card } from 'antd';
import type { Answer } from '@lamppost/cloud-api/client';
import { useTranslation } from 'react-i18next';
import { useAct } from '../boards/use-act.js';
import { WordsForm } from '../boards/words-form.js';
import { cloud } from '../cloud/client.js';
import { useMe } from '../session/use-me.js';
import { ReportForm } from './report-form.js';
import type { DispatchDetail } from './use-dispatches.js';

function takeStep(
  { dispatchId, version }: DispatchDetail,
  body:
    | { readonly step: 'take' }
    | { readonly step: 'close'; readonly note?: string }
    | { readonly step: 'send-back' | 'withdraw'; readonly note: string },
): Promise<Answer<unknown>> {
  return cloud.post('/api/v1/dispatches/{dispatchId}/steps', {
    path: { dispatchId },
    header: { 'if-match': `"v${version}"` },
    body,
  });
}

/** What the reader may do with a dispatch next. */
export function DispatchSteps({ found }: { readonly found: DispatchDetail }) {
  const { t } = useTranslation();
  const me = useMe();
  const act = useAct(['dispatches', 'visits']);
  const permissions = me.data?.permissions ?? [];
  const maySend = permissions.includes('case.dispatch');
  const mayGo = permissions.includes('case.verify-on-site');
  const { state } = found;
  return (
    <>
      {mayGo && state === 'sent' && (
        <Button
          type="primary"
          size="large"
          className="take"
          icon={<CarOutlined aria-hidden />}
          loading={act.isPending}
          onClick={() => {
            act.mutate(() => takeStep(found, { step: 'take' }));
          }}
        >
          {t('dispatch/take')}
        </Button>
      )}
      {mayGo && state === 'taken' && <ReportForm found={found} />}
      {maySend && state === 'reported' && (
        <Card size="small" title={t('dispatch/judge')}>
          <WordsForm
            label={t('boards/note')}
            least={1}
            isBusy={act.isPending}
            answers={[
              { key: 'close', label: t('dispatch/close'), isPrimary: true, isBare: true },
              { key: 'send-back', label: t('dispatch/sendBack'), isDanger: true },
            ]}
            onSend={(key, note) =>
              act.mutateAsync(() =>
                takeStep(
                  found,
                  key === 'close' ? { step: 'close', ...(note === '' ? {} : { note }) } : { step: 'send-back', note },
                ),
              )
            }
          />
        </Card>
      )}
      {maySend && (state === 'sent' || state === 'taken') && (
        <Card size="small" title={t('dispatch/withdraw')}>
          <WordsForm
            label={t('boards/note')}
            least={1}
            isBusy={act.isPending}
            answers={[{ key: 'withdraw', label: t('dispatch/withdraw'), isDanger: true }]}
            onSend={(_, note) => act.mutateAsync(() => takeStep(found, { step: 'withdraw', note }))}
          />
        </Card>
      )}
    </>
  );
}
