import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type { RuleDocument } from '@lamppost/gateway/console-shapes';
import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';

type Schedule = NonNullable<RuleDocument['vendingPoints'][number]['hours']>;
type Span = Schedule[number];

interface ScheduleFieldsProps {
  readonly value: Schedule | null;
  /** What it is called, for who does not see it. */
  readonly label: string;
  readonly disabled: boolean;
  readonly onChange: (value: Schedule | null) => void;
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'workday', 'restday', 'holiday'] as const;
const TIME = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;
const WEEK: Span['days'] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Hours by the clock on the wall, a line for each span. No line: always. */
export function ScheduleFields({ value, label, disabled, onChange }: ScheduleFieldsProps) {
  const { t } = useTranslation();
  const spans = value ?? [];
  const put = (index: number, part: Partial<Span>) => {
    onChange(spans.map((span, place) => (place === index ? { ...span, ...part } : span)));
  };
  return (
    <fieldset className="schedule" disabled={disabled}>
      <legend className="field-name">{label}</legend>
      {spans.length === 0 && <p className="quiet">{t('zones/always')}</p>}
      {spans.map((span, index) => (
        <div className="span" key={index}>
          <Select
            mode="multiple"
            size="small"
            aria-label={`${label} ${index + 1}: ${t('zones/days')}`}
            value={span.days}
            options={DAYS.map((day) => ({ value: day, label: t(`zones/day/${day}`) }))}
            onChange={(days) => {
              if (days.length > 0) put(index, { days });
            }}
          />
          {(['from', 'to'] as const).map((end) => (
            <TimeField
              key={`${end} ${span[end]}`}
              value={span[end]}
              label={`${label} ${index + 1}: ${t(`zones/${end}`)}`}
              onChange={(time) => {
                put(index, { [end]: time });
              }}
            />
          ))}
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={`${t('zones/removeSpan')} ${index + 1}`}
            onClick={() => {
              const rest = spans.filter((_, place) => place !== index);
              onChange(rest.length === 0 ? null : rest);
            }}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => {
          onChange([...spans, { days: WEEK, from: '08:00', to: '20:00' }]);
        }}
      >
        {t('zones/addSpan')}
      </Button>
    </fieldset>
  );
}

function TimeField({
  value,
  label,
  onChange,
}: {
  readonly value: string;
  readonly label: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <Input
      size="small"
      className="time"
      aria-label={label}
      defaultValue={value}
      placeholder="08:00"
      maxLength={5}
      onBlur={({ target }) => {
        if (TIME.test(target.value) && target.value !== value) onChange(target.value);
        else target.value = value;
      }}
    />
  );
}
