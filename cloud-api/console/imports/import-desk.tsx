import { CheckOutlined, UploadOutlined } from '@ant-design/icons';
import { formatBytes, sayProblem } from '@lamppost/page-kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Flex, Form, Input, Typography } from 'antd';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addWords } from '../words/add-words.js';
import { FaultList, type SayFault } from './fault-list.js';
import { decodeText, type ImportMediaType, linesOf } from './import-file.js';
import { type ImportOutcome, sendImport } from './send-import.js';
import { en, zh } from './words.js';
import './styles.css';

addWords({ zh: { imports: zh }, en: { imports: en } });

/** Longer texts make a field of the browser slow. */
const LONGEST_SHOWN = 200_000;

/** Takes in a file: its faults are shown and mended line by line, then what it changes is shown, then it is taken. */
export function ImportDesk<Report extends ImportOutcome>(options: {
  readonly title: string;
  /** What may be imported, in lines. */
  readonly hints: readonly string[];
  /** Text that it begins with. */
  readonly begin: string;
  /** Path of the import in the interface. */
  readonly path: string;
  readonly mediaTypeOf: (text: string) => ImportMediaType;
  /** What may be chosen: ends of names and media types. */
  readonly accept: string;
  readonly fileLabel: string;
  readonly sayFault: SayFault;
  /** What it would change, and what it changed. */
  readonly sayReport: (report: Report) => ReactNode;
  /** Whether there is anything to be taken. */
  readonly hasChange: (report: Report) => boolean;
  /** Keys of the queries that it changes. */
  readonly changed: readonly string[];
  readonly foot?: string;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const fieldId = useId();
  const file = useRef<HTMLInputElement>(null);
  const { title, hints, begin, path, mediaTypeOf, accept, fileLabel, sayFault, sayReport, hasChange, foot } = options;
  const [text, setText] = useState(begin);
  const send = useMutation({
    mutationFn: ({ sent, isTrial }: { readonly sent: string; readonly isTrial: boolean }) =>
      sendImport<Report>(path, { text: sent, mediaType: mediaTypeOf(sent), isTrial }),
    onSuccess: async ({ isTrial }) => {
      if (isTrial) return;
      await Promise.all(options.changed.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  const report = send.data;
  const isOfThisText = send.variables?.sent === text;
  const isFine = report?.faults.length === 0 && isOfThisText;
  const check = (sent: string) => {
    send.mutate({ sent, isTrial: true });
  };
  const read = async (chosen: File) => {
    const read = decodeText(new Uint8Array(await chosen.arrayBuffer()));
    setText(read);
    check(read);
  };
  return (
    <Card size="small" title={title} className="admin-card">
      <Flex vertical gap={12}>
        {hints.map((hint) => (
          <Typography.Text key={hint} type="secondary">
            {hint}
          </Typography.Text>
        ))}
        <input
          ref={file}
          type="file"
          hidden
          accept={accept}
          aria-label={fileLabel}
          onChange={({ target }) => {
            const [chosen] = target.files ?? [];
            if (chosen !== undefined) void read(chosen);
            target.value = '';
          }}
        />
        <Form layout="vertical">
          <Form.Item label={t('imports/text')} htmlFor={fieldId} extra={t('imports/textHint')}>
            {text.length > LONGEST_SHOWN ? (
              <Alert type="info" title={t('imports/tooLong', { size: formatBytes(text.length) })} />
            ) : (
              <Input.TextArea
                id={fieldId}
                rows={7}
                wrap="off"
                spellCheck={false}
                className="import-text"
                value={text}
                onChange={({ target }) => {
                  // Faults stand on other lines by now.
                  if (linesOf(target.value).length !== linesOf(text).length) send.reset();
                  setText(target.value);
                }}
              />
            )}
          </Form.Item>
          <Flex gap={8} wrap>
            <Button icon={<UploadOutlined aria-hidden />} onClick={() => file.current?.click()}>
              {t('imports/choose')}
            </Button>
            <Button
              type={isFine && report.isTrial ? 'default' : 'primary'}
              disabled={text.trim() === ''}
              loading={send.isPending}
              className="check-import"
              onClick={() => {
                check(text);
              }}
            >
              {t(report !== undefined && report.faults.length > 0 ? 'imports/checkAgain' : 'imports/check')}
            </Button>
          </Flex>
        </Form>
        <div aria-live="polite">
          {send.isError && <Alert type="error" showIcon title={sayProblem(send.error, t)} />}
          {report !== undefined && report.faults.length > 0 && (
            <>
              <Alert
                type="error"
                showIcon
                title={t('imports/faults', { count: report.faults.length })}
                description={
                  report.faults.length < 100 ? null : t('imports/mostFaults', { count: report.faults.length })
                }
              />
              <FaultList text={text} faults={report.faults} sayFault={sayFault} onText={setText} />
            </>
          )}
          {isFine && !report.isTrial && <Alert type="success" showIcon title={sayReport(report)} />}
          {isFine && report.isTrial && (
            <Card
              size="small"
              title={t('imports/fine')}
              className="import-preview"
              extra={
                hasChange(report) && (
                  <Button
                    type="primary"
                    icon={<CheckOutlined aria-hidden />}
                    loading={send.isPending}
                    className="take-import"
                    onClick={() => {
                      send.mutate({ sent: text, isTrial: false });
                    }}
                  >
                    {t('imports/take')}
                  </Button>
                )
              }
            >
              {sayReport(report)}
            </Card>
          )}
        </div>
        {foot !== undefined && <Typography.Text type="secondary">{foot}</Typography.Text>}
      </Flex>
    </Card>
  );
}
