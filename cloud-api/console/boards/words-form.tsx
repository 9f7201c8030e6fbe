import { Button, Flex, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A text that has to be given, with what it is sent by. */
export function WordsForm(options: {
  readonly label: string;
  /** Shortest text, in characters; 0: it may be left out. */
  readonly least: number;
  readonly isBusy: boolean;
  /** A button for each thing that can be said. */
  readonly answers: readonly {
    readonly key: string;
    readonly label: string;
    readonly isDanger?: boolean;
    readonly isPrimary?: boolean;
    /** Whether this answer needs no words. */
    readonly isBare?: boolean;
  }[];
  /** Fields above the text. */
  readonly children?: ReactNode;
  /** Whether these are filled in. */
  readonly isReady?: boolean;
  /** Sends them; what was written goes when that went well, and stays where it did not. */
  readonly onSend: (key: string, words: string) => Promise<unknown>;
}) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ words: string }>();
  const { label, least, isBusy, answers, children, isReady = true, onSend } = options;
  const send = async (key: string, isBare: boolean) => {
    if (!isBare) {
      try {
        await form.validateFields();
      } catch {
        // The form itself says what is missing.
        return;
      }
    }
    const words = ((form.getFieldValue('words') as string | undefined) ?? '').trim();
    try {
      await onSend(key, words);
    } catch {
      // Whoever sent it has said so.
      return;
    }
    form.resetFields();
  };
  return (
    <Form form={form} layout="vertical" className="words-form" requiredMark={false}>
      {children}
      <Form.Item
        name="words"
        label={label}
        rules={
          least === 0
            ? []
            : [
                { required: true, whitespace: true, message: t('boards/required') },
                { min: least, message: t('boards/tooShort') },
              ]
        }
      >
        <Input.TextArea rows={3} maxLength={2_000} />
      </Form.Item>
      <Flex gap={8} wrap>
        {answers.map(({ key, label: name, isDanger = false, isPrimary = false, isBare = false }) => (
          <Button
            key={key}
            type={isPrimary ? 'primary' : 'default'}
            danger={isDanger}
            disabled={!isReady}
            loading={isBusy}
            className={`answer-${key}`}
            onClick={() => void send(key, isBare)}
          >
            {name}
          </Button>
        ))}
      </Flex>
    </Form>
  );
}
