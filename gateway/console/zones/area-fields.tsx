import { DeleteOutlined } from '@ant-design/icons';
import type { Polygon } from '@lamppost/contracts';
import type { RuleDocument } from '@lamppost/gateway/console-shapes';
import { Button, Input, InputNumber, Popconfirm, Select, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useDraft } from '../draft/draft-context.js';
import { LEAST_CORNERS, moveCorner, removeCorner } from './geometry.js';
import { ScheduleFields } from './schedule-fields.js';
import { pathOf } from './use-areas.js';
import type { Area } from './zone-canvas.js';

interface AreaFieldsProps {
  readonly area: Area;
  readonly document: RuleDocument;
  readonly onBend: (polygon: Polygon) => void;
  readonly onRemoved: () => void;
}

const KINDS = [
  'road',
  'sidewalk',
  'fire-lane',
  'bus-lane',
  'alley',
  'square',
  'yard',
  'site',
  'field',
  'other',
] as const;
const TIERS = ['banned', 'controlled', 'regulated'] as const;

/** All that an area says beside its place, its corners as numbers, and the rules that look at it. */
export function AreaFields({ area, document, onBend, onRemoved }: AreaFieldsProps) {
  const { t } = useTranslation();
  const { edit, canEdit } = useDraft();
  const path = pathOf(area.key);
  const [, index] = path;
  const zone = area.kind === 'zone' ? document.zones[index] : undefined;
  const point = area.kind === 'point' ? document.vendingPoints[index] : undefined;
  const rules = document.rules.filter((rule) => rule.matter !== 'dust' && rule.zone === zone?.id);
  const id = zone?.id ?? point?.id ?? '';
  const set = (field: string, value: string | number | object | null) =>
    void edit(
      value === null
        ? { op: 'remove', path: [...path, field] }
        : { op: 'set', path: [...path, field], value: value as string },
    );
  const remove = async () => {
    if (await edit({ op: 'remove', path })) onRemoved();
  };
  return (
    <div className="fields">
      <label>
        <span className="field-name">{t('zones/name')}</span>
        <Input
          key={`${area.key} ${area.name}`}
          defaultValue={area.name}
          maxLength={100}
          disabled={!canEdit}
          onBlur={({ target }) => {
            if (target.value.trim() !== '' && target.value !== area.name) set('name', target.value.trim());
          }}
          onPressEnter={({ currentTarget }) => {
            currentTarget.blur();
          }}
        />
      </label>
      <span className="quiet">
        {t('zones/id')} {id}
      </span>
      {zone !== undefined && (
        <>
          <label>
            <span className="field-name">{t('zones/kindOf')}</span>
            <Select
              aria-label={t('zones/kindOf')}
              value={zone.kind}
              disabled={!canEdit}
              options={KINDS.map((kind) => ({ value: kind, label: t(`zones/kinds/${kind}`) }))}
              onChange={(kind) => {
                set('kind', kind);
              }}
            />
          </label>
          <label>
            <span className="field-name">{t('zones/tier')}</span>
            <Select
              aria-label={t('zones/tier')}
              value={zone.tier}
              disabled={!canEdit}
              options={TIERS.map((tier) => ({ value: tier, label: t(`zones/tiers/${tier}`) }))}
              onChange={(tier) => {
                set('tier', tier);
              }}
            />
          </label>
          <div>
            <span className="field-name">{t('zones/rules')}</span>
            <p className="zone-tools">
              {rules.length === 0 && <span className="quiet">{t('zones/noRules')}</span>}
              {rules.map((rule) => (
                <Link key={rule.id} href={`/rules/form/${rule.id}`}>
                  {rule.id} <Tag>{t(`rules/mode/${rule.mode}`)}</Tag>
                </Link>
              ))}
            </p>
            <p className="quiet">{t('zones/hoursInRules')}</p>
          </div>
        </>
      )}
      {point !== undefined && (
        <>
          <label>
            <span className="field-name">{t('zones/capacity')}</span>
            <InputNumber
              aria-label={t('zones/capacity')}
              min={1}
              max={1000}
              precision={0}
              value={point.capacity}
              placeholder={t('zones/anyNumber')}
              disabled={!canEdit}
              changeOnBlur
              onChange={(capacity) => {
                set('capacity', capacity);
              }}
            />
          </label>
          <ScheduleFields
            value={point.hours}
            label={t('zones/hours')}
            disabled={!canEdit}
            onChange={(hours) => {
              set('hours', hours);
            }}
          />
        </>
      )}
      <table className="corner-table">
        <caption className="field-name">{t('zones/corners')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('zones/number')}</th>
            <th scope="col">x</th>
            <th scope="col">y</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {area.polygon.map(([x, y], corner) => (
            <tr key={corner}>
              <td>{corner + 1}</td>
              {([x, y] as const).map((value, axis) => (
                <td key={axis}>
                  <InputNumber
                    size="small"
                    aria-label={t(axis === 0 ? 'zones/xOf' : 'zones/yOf', { number: corner + 1 })}
                    min={0}
                    max={1}
                    step={0.01}
                    value={value}
                    disabled={!canEdit}
                    onChange={(given) => {
                      if (given !== null)
                        onBend(moveCorner(area.polygon, corner, axis === 0 ? [given, y] : [x, given]));
                    }}
                  />
                </td>
              ))}
              <td>
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={t('zones/removeCorner', { number: corner + 1 })}
                  disabled={!canEdit || area.polygon.length <= LEAST_CORNERS}
                  onClick={() => {
                    onBend(removeCorner(area.polygon, corner));
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {canEdit && (
        <Popconfirm
          title={t('zones/removeSure')}
          okText={t('zones/remove')}
          cancelText={t('common/cancel')}
          disabled={rules.length > 0}
          onConfirm={() => void remove()}
        >
          <Button
            danger
            icon={<DeleteOutlined aria-hidden />}
            disabled={rules.length > 0}
            title={rules.length > 0 ? t('zones/inUse') : undefined}
          >
            {t('zones/remove')}
          </Button>
        </Popconfirm>
      )}
      {rules.length > 0 && canEdit && <span className="quiet">{t('zones/inUse')}</span>}
    </div>
  );
}
