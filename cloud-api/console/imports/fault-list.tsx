import { Input, Typography } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { groupFaults, type ImportFault, linesOf, replaceLine } from './import-file.js';

/** Longer lines are no longer mended by hand. */
const LONGEST_LINE = 2_000;

/** Names the field that a fault is about, and what is wanted of it. */
export type SayFault = (fault: ImportFault) => ReactNode;

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
            {sayFault(fault)}{' '}
            <Typography.Text type="secondary">{t('imports/cloudSays', { message: fault.message })}</Typography.Text>
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
