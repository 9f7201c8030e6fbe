import { useLanguage } from '@lamppost/page-kit';
import { Input, Typography } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { groupFaults, type ImportFault, linesOf, replaceLine } from './import-file.js';
import { sayCloudWords } from './say-cloud-words.js';

/** Longer lines are no longer mended by hand. */
const LONGEST_LINE = 2_000;

/** Names the field that a fault is about, and what is wanted of it; null: the page knows no rule of it. */
export type SayFault = (fault: ImportFault) => { readonly field: string; readonly rule: string | null };

function FaultWords({ fault, sayFault }: { readonly fault: ImportFault; readonly sayFault: SayFault }) {
  const { t } = useTranslation();
  const { field, rule } = sayFault(fault);
  const message = sayCloudWords(fault.message, { language: useLanguage(), hasRule: rule !== null });
  return (
    <>
      <strong>{field || t('imports/wholeLine')}</strong> {rule}{' '}
      {message !== null && <Typography.Text type="secondary">{t('imports/cloudSays', { message })}</Typography.Text>}
    </>
  );
}

function FaultLine(options: {
  readonly line: number;
  readonly written: string;
  readonly faults: readonly ImportFault[];
  readonly sayFault: SayFault;
  readonly onWrite: (written: string) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const { line, written, faults, sayFault, onWrite } = options;
  return (
    <li className="fault">
      <label htmlFor={id}>{t('imports/line', { line })}</label>
      {written.length > LONGEST_LINE ? (
        <Typography.Paragraph>{t('imports/longLine')}</Typography.Paragraph>
      ) : (
        <Input
          id={id}
          status="error"
          className="fault-line"
          value={written}
          aria-describedby={`${id}-why`}
          onChange={({ target }) => {
            onWrite(target.value);
          }}
        />
      )}
      <ul id={`${id}-why`}>
        {faults.map((fault) => (
          <li key={`${fault.field} ${fault.message}`}>
            <FaultWords fault={fault} sayFault={sayFault} />
          </li>
        ))}
      </ul>
    </li>
  );
}

/** The lines with faults, each with what is wrong in it, to be mended where they stand. */
export function FaultList(options: {
  readonly text: string;
  readonly faults: readonly ImportFault[];
  readonly sayFault: SayFault;
  readonly onText: (text: string) => void;
}) {
  const { text, faults, sayFault, onText } = options;
  const lines = linesOf(text);
  return (
    <ul className="plain-list faults">
      {groupFaults(faults).map(({ line, faults: found }) => (
        <FaultLine
          key={line}
          line={line}
          written={lines[line - 1] ?? ''}
          faults={found}
          sayFault={sayFault}
          onWrite={(written) => {
            onText(replaceLine(text, line, written));
          }}
        />
      ))}
    </ul>
  );
}
