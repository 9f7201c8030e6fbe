import { Alert, Card, Form, Radio, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../boards/use-act.js';
import { WordsForm } from '../boards/words-form.js';
import { cloud } from '../cloud/client.js';
import { useMe } from '../session/use-me.js';
import { partOf } from './part-of.js';
import type { Support } from './use-supports.js';

const KINDS = ['finding', 'agrees', 'objects'] as const;
type Kind = (typeof KINDS)[number];

/** What the reader may do with a support: answer it, give an opinion, withdraw it, or decide. */
export function SupportSteps({ support }: { readonly support: Support }) {
  const { t } = useTranslation();
  const me = useMe();
  const act = useAct(['supports']);
  const [kind, setKind] = useState<Kind>('finding');
  const { supportId, version, caseId, state } = support;
  const { isLead, isSupporter } = partOf(support, me.data ?? null);
  const header = { 'if-match': `"v${version}"` };
  const path = { supportId };
  return (
    <>
      {isSupporter && state === 'invited' && (
        <Card size="small" title={t('joint/yourAnswer')}>
          <WordsForm
            label={t('joint/reasonNeeded')}
            least={2}
            isBusy={act.isPending}
            answers={[
              { key: 'accept', label: t('joint/accept'), isPrimary: true, isBare: true },
              { key: 'refuse', label: t('joint/refuse'), isDanger: true },
            ]}
            onSend={(key, note) =>
              act.mutateAsync(() =>
                cloud.post('/api/v1/supports/{supportId}/steps', {
                  path,
                  header,
                  body:
                    key === 'refuse'
                      ? { step: 'refuse', note }
                      : { step: 'accept', ...(note.length < 2 ? {} : { note }) },
                }),
              )
            }
          />
        </Card>
      )}
      {isSupporter && state === 'accepted' && (
        <Card size="small" title={t('joint/yourOpinion')}>
          <WordsForm
            label={t('boards/note')}
            least={2}
            isBusy={act.isPending}
            answers={[{ key: 'opine', label: t('joint/opine'), isPrimary: true }]}
            onSend={(_, words) =>
              act.mutateAsync(() =>
                cloud.post('/api/v1/supports/{supportId}/steps', {
                  path,
                  header,
                  body: { step: 'opine', kind, words },
                }),
              )
            }
          >
            <Form.Item label={t('joint/opinionKind')}>
              <Radio.Group
                aria-label={t('joint/opinionKind')}
                value={kind}
                options={KINDS.map((value) => ({ value, label: t(`joint/kind/${value}`) }))}
                onChange={({ target }) => {
                  setKind(KINDS.find((value) => value === target.value) ?? 'finding');
                }}
              />
            </Form.Item>
          </WordsForm>
        </Card>
      )}
      {isLead && state === 'accepted' && (
        <Card size="small" title={t('joint/decide')}>
          <Typography.Paragraph type="secondary">{t('joint/decideHint')}</Typography.Paragraph>
          <WordsForm
            label={t('joint/decision')}
            least={2}
            isBusy={act.isPending}
            answers={[{ key: 'decide', label: t('joint/decide'), isPrimary: true }]}
            onSend={(_, words) =>
              act.mutateAsync(() =>
                cloud.post('/api/v1/cases/{caseId}/supports/decision', { path: { caseId }, body: { words } }),
              )
            }
          />
        </Card>
      )}
      {isLead && (state === 'invited' || state === 'accepted') && (
        <Card size="small" title={t('joint/withdraw')}>
          <WordsForm
            label={t('joint/reasonNeeded')}
            least={2}
            isBusy={act.isPending}
            answers={[{ key: 'withdraw', label: t('joint/withdraw'), isDanger: true }]}
            onSend={(_, note) =>
              act.mutateAsync(() =>
                cloud.post('/api/v1/supports/{supportId}/steps', { path, header, body: { step: 'withdraw', note } }),
              )
            }
          />
        </Card>
      )}
      {support.answer !== null && <Alert type="info" showIcon title={t('joint/answer')} description={support.answer} />}
    </>
  );
}
