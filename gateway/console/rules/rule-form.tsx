import type { Rule, RuleDocument } from '@lamppost/gateway/console-shapes';
import { MatterTag } from '@lamppost/page-kit';
import { Button, Card, InputNumber, Popconfirm, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useDraft } from '../draft/draft-context.js';
import { ScheduleFields } from '../zones/schedule-fields.js';

interface RuleFormProps {
  readonly rule: Rule;
  readonly index: number;
  readonly document: RuleDocument;
}

/** A number that a rule may have, with its bounds; those of shares are from 0 to 1. */
interface NumberField {
  readonly name:
    | 'forSeconds'
    | 'minCoverage'
    | 'endsAfterSeconds'
    | 'cooldownSeconds'
    | 'minScore'
    | 'minGoodsScore'
    | 'leastPeople'
    | 'graceSeconds'
    | 'limit'
    | 'windowSeconds'
    | 'maxPerDay'
    | 'minCapture';
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

const JUDGED: readonly NumberField[] = [
  { name: 'forSeconds', min: 1, max: 86_400, step: 5 },
  { name: 'limit', min: 0.001, max: 100_000, step: 50 },
  { name: 'windowSeconds', min: 10, max: 86_400, step: 60 },
  { name: 'maxPerDay', min: 0, max: 1_000, step: 1 },
  { name: 'minCoverage', min: 0, max: 1, step: 0.05 },
  { name: 'minScore', min: 0, max: 1, step: 0.05 },
  { name: 'minGoodsScore', min: 0, max: 1, step: 0.05 },
  { name: 'leastPeople', min: 1, max: 20, step: 1 },
  { name: 'minCapture', min: 0, max: 1, step: 0.05 },
];
const TOLD: readonly NumberField[] = [
  { name: 'endsAfterSeconds', min: 1, max: 86_400, step: 10 },
  { name: 'graceSeconds', min: 0, max: 3_600, step: 5 },
  { name: 'cooldownSeconds', min: 0, max: 604_800, step: 60 },
];
const VEHICLES = ['car', 'truck', 'bus', 'motorcycle', 'bicycle', 'tricycle'] as const;
const SEVERITIES = [1, 2, 3, 4, 5] as const;

/** One rule for who does not write YAML. What the form does not have stays as it is written. */
export function RuleForm({ rule, index, document }: RuleFormProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { now, edit, canEdit } = useDraft();
  const at = (field: string) => ['rules', index, field];
  const set = (field: string, value: unknown) => void edit({ op: 'set', path: at(field), value: value as never });
  const zone = rule.matter === 'dust' ? undefined : document.zones.find(({ id }) => id === rule.zone);
  const numbers = (fields: readonly NumberField[]) =>
    fields
      .filter(({ name }) => typeof (rule as Partial<Record<string, unknown>>)[name] === 'number')
      .map(({ name, min, max, step }) => {
        const present = (rule as unknown as Record<string, number>)[name] ?? min;
        const take = (written: string) => {
          const value = Number(written);
          if (written !== '' && value !== present && value >= min && value <= max) set(name, value);
        };
        return (
          <label key={name}>
            <span>{t(`rules/field/${name}`)}</span>
            <InputNumber
              key={`${name} ${present}`}
              aria-label={t(`rules/field/${name}`)}
              {...{ min, max, step }}
              defaultValue={present}
              disabled={!canEdit}
              onStep={(value) => {
                set(name, value);
              }}
              onBlur={({ target }) => {
                take(target.value);
              }}
              onPressEnter={({ target }) => {
                take((target as HTMLInputElement).value);
              }}
            />
            <span className="quiet">{t(`rules/hint/${name}`)}</span>
          </label>
        );
      });
  const copyAsShadow = async () => {
    const taken = new Set(document.rules.map(({ id }) => id));
    let id = `${rule.id}-shadow`;
    for (let number = 2; taken.has(id); number += 1) id = `${rule.id}-shadow-${number}`;
    const copy = Object.fromEntries(
      Object.entries({ ...rule, id, mode: 'shadow' as const, remind: null }).filter(([, value]) => value !== null),
    );
    if (await edit({ op: 'set', path: ['rules', document.rules.length], value: copy as never }))
      navigate(`/rules/form/${id}`);
  };
  const remove = async () => {
    if (await edit({ op: 'remove', path: ['rules', index] })) navigate('/rules');
  };
  return (
    <Card size="small" title={rule.id} extra={<MatterTag matter={rule.matter} />}>
      <div className="rule-form">
        <fieldset className="group">
          <legend>{t('rules/where')}</legend>
          {rule.matter === 'dust' ? (
            <label>
              <span>{t('rules/sensor')}</span>
              <Select
                aria-label={t('rules/sensor')}
                value={rule.sensor}
                disabled={!canEdit}
                options={now.sensors.map(({ id, place }) => ({
                  value: id,
                  label: place === null ? id : `${id} · ${place}`,
                }))}
                onChange={(sensor) => {
                  set('sensor', sensor);
                }}
              />
            </label>
          ) : (
            <label>
              <span>{t('rules/zone')}</span>
              <Select
                aria-label={t('rules/zone')}
                value={rule.zone}
                disabled={!canEdit}
                options={document.zones.map(({ id, name, camera }) => ({
                  value: id,
                  label: `${name ?? id} · ${camera}`,
                }))}
                onChange={(chosen) => {
                  set('zone', chosen);
                }}
              />
              {zone !== undefined && <Link href={`/rules/zones/${zone.camera}/${zone.id}`}>{t('rules/toZone')}</Link>}
            </label>
          )}
          {rule.matter === 'parking' && (
            <label>
              <span>{t('rules/labels')}</span>
              <Select
                mode="multiple"
                aria-label={t('rules/labels')}
                value={rule.labels}
                disabled={!canEdit}
                options={VEHICLES.map((label) => ({ value: label, label: t(`rules/label/${label}`) }))}
                onChange={(labels) => {
                  if (labels.length > 0) set('labels', labels);
                }}
              />
            </label>
          )}
        </fieldset>
        <fieldset className="group">
          <legend>{t('rules/judged')}</legend>
          {numbers(JUDGED)}
        </fieldset>
        <fieldset className="group">
          <legend>{t('rules/when')}</legend>
          <div className="wide">
            <ScheduleFields
              value={rule.when}
              label={t('rules/hours')}
              disabled={!canEdit}
              onChange={(when) => {
                if (when === null) void edit({ op: 'remove', path: at('when') });
                else set('when', when);
              }}
            />
          </div>
        </fieldset>
        <fieldset className="group">
          <legend>{t('rules/told')}</legend>
          <div className="field wide">
            <span id="mode-name">{t('rules/modeName')}</span>
            <Radio.Group
              aria-labelledby="mode-name"
              value={rule.mode}
              disabled={!canEdit}
              options={[
                { value: 'live', label: t('rules/modeLive') },
                { value: 'shadow', label: t('rules/modeShadow') },
              ]}
              onChange={({ target }) => {
                set('mode', target.value);
              }}
            />
          </div>
          <label>
            <span>{t('rules/severity')}</span>
            <Select
              aria-label={t('rules/severity')}
              value={rule.severity}
              disabled={!canEdit}
              options={SEVERITIES.map((value) => ({ value, label: t(`rules/severities/s${value}`) }))}
              onChange={(severity) => {
                set('severity', severity);
              }}
            />
          </label>
          {numbers(TOLD)}
        </fieldset>
        <p className="quiet">{t('rules/more')}</p>
        {canEdit && (
          <div className="zone-tools">
            <Button onClick={() => void copyAsShadow()}>{t('rules/copyShadow')}</Button>
            <Popconfirm
              title={t('zones/removeSure')}
              okText={t('rules/remove')}
              cancelText={t('common/cancel')}
              onConfirm={() => void remove()}
            >
              <Button danger>{t('rules/remove')}</Button>
            </Popconfirm>
          </div>
        )}
      </div>
    </Card>
  );
}
