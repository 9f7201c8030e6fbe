import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import { formatTime, useLanguage } from '@lamppost/page-kit';
import { Alert, Button, Card, Flex, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { checkList, type CheckLine } from './check-list.js';
import { RecordForm } from './record-form.js';
import type { DeviceDetail, LegalCondition } from './use-devices.js';

const SIGNS = {
  holds: { type: 'success', Icon: CheckCircleFilled },
  'ends-soon': { type: 'warning', Icon: ExclamationCircleFilled },
  missing: { type: 'danger', Icon: CloseCircleFilled },
  'not-needed': { type: 'secondary', Icon: MinusCircleOutlined },
} as const;

function StateWords({ line }: { readonly line: CheckLine }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { state, until, why } = line;
  switch (state) {
    case 'missing':
      return why === null ? t('devices/legal/lacks') : why[language];
    case 'not-needed':
      return t('devices/legal/notNeeded');
    case 'ends-soon':
      return t('devices/legal/holdsSoon', { day: until });
    case 'holds':
      return until === null ? t('devices/legal/noEnd') : t('devices/legal/holdsUntil', { day: until });
  }
}

function Line(options: {
  readonly line: CheckLine;
  readonly device: DeviceDetail;
  readonly mayManage: boolean;
  readonly isOpen: boolean;
  readonly onOpen: (condition: LegalCondition | null) => void;
}) {
  const { t } = useTranslation();
  const { line, device, mayManage, isOpen, onOpen } = options;
  const { condition, state } = line;
  const { type, Icon } = SIGNS[state];
  const name = t(`devices/condition/${condition}`);
  const label = t(state === 'missing' || state === 'not-needed' ? 'devices/legal/record' : 'devices/legal/renew');
  return (
    <li className={`check-line condition-${condition} is-${state}`}>
      <Flex gap={10} align="start" justify="space-between">
        <div>
          <Typography.Text type={type} className="check-sign">
            <Icon aria-hidden />
          </Typography.Text>
          <Typography.Text strong>{name}</Typography.Text>
          <div className="check-words">
            <StateWords line={line} />
            {state === 'missing' && <Typography.Text>{t(`devices/mend/${condition}`)}</Typography.Text>}
          </div>
        </div>
        {mayManage && !isOpen && condition !== 'inUse' && (
          <Button
            size="small"
            type={state === 'missing' ? 'primary' : 'default'}
            aria-label={`${label}: ${name}`}
            className="open-record"
            onClick={() => {
              onOpen(condition);
            }}
          >
            {label}
          </Button>
        )}
      </Flex>
      {isOpen && condition !== 'inUse' && (
        <RecordForm
          device={device}
          condition={condition}
          onDone={() => {
            onOpen(null);
          }}
        />
      )}
    </li>
  );
}

function Records({ device }: { readonly device: DeviceDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <details>
      <summary>{t('devices/legal/all', { count: device.legal.length })}</summary>
      <Typography.Paragraph type="secondary">{t('devices/legal/keep')}</Typography.Paragraph>
      <ul className="plain-list">
        {device.legal.map(({ condition, from, until, document, recordedAtMs }) => (
          <li key={`${condition} ${from} ${document.number} ${recordedAtMs}`}>
            <strong>{t(`devices/condition/${condition}`)}</strong> {from} – {until ?? t('devices/legal/noEnd')}
            <br />
            {document.number} · {document.issuer}{' '}
            {document.url !== null && (
              <a href={document.url} target="_blank" rel="noreferrer">
                {t('devices/legal/open')}
              </a>
            )}{' '}
            <Typography.Text type="secondary">{formatTime(recordedAtMs, language)}</Typography.Text>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What is missing before the records of a device may be evidence, and what to do about each. */
export function LegalCard({ device, mayManage }: { readonly device: DeviceDetail; readonly mayManage: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<LegalCondition | null>(null);
  const lines = checkList(device);
  const { day, missing } = device.standing;
  const isBare = lines.every(({ state }) => state === 'not-needed');
  const words = isBare
    ? t('devices/legal/none')
    : missing.length === 0
      ? t('devices/legal/ready', { day })
      : t('devices/legal/lacking', { day, count: missing.length });
  const list = (
    <ul className="plain-list check-list">
      {lines.map((line) => (
        <Line
          key={line.condition}
          line={line}
          device={device}
          mayManage={mayManage}
          isOpen={open === line.condition}
          onOpen={setOpen}
        />
      ))}
    </ul>
  );
  return (
    <Card size="small" title={t('devices/legal/title')} className="admin-card legal-card">
      <Alert type={missing.length > 0 ? 'warning' : isBare ? 'info' : 'success'} showIcon title={words} />
      {isBare ? (
        <details>
          <summary>{t('devices/legal/record')}</summary>
          {list}
        </details>
      ) : (
        list
      )}
      {device.legal.length > 0 && <Records device={device} />}
    </Card>
  );
}
