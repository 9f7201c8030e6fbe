import { PlusOutlined } from '@ant-design/icons';
import type { Matter } from '@lamppost/contracts';
import type { Rule, RuleDocument } from '@lamppost/gateway/console-shapes';
import { formatDuration, formatValue, MatterTag, useLanguage } from '@lamppost/page-kit';
import { Alert, Button, Card, Dropdown, Empty, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { FACTOR_UNITS } from '../devices/factor-units.js';
import { useDraft } from '../draft/draft-context.js';
import { RuleForm } from './rule-form.js';

const MATTERS: readonly Matter[] = ['parking', 'stall', 'burning', 'dust'];

/** A new rule of a matter that holds by itself: found and recorded, and nobody is bothered until it is trusted. */
function newRule(matter: Matter, document: RuleDocument, sensors: readonly { readonly id: string }[]): object | null {
  const taken = new Set(document.rules.map(({ id }) => id));
  let number = 1;
  while (taken.has(`${matter}-${number}`)) number += 1;
  const base = { id: `${matter}-${number}`, matter, severity: 2, mode: 'shadow' };
  if (matter === 'dust') {
    const sensor = sensors[0]?.id;
    return sensor === undefined ? null : { ...base, sensor, factor: 'a34001', windowSeconds: 900, limit: 1000 };
  }
  const zone = document.zones[0]?.id;
  return zone === undefined ? null : { ...base, zone, forSeconds: matter === 'burning' ? 15 : 300 };
}

/** The rules as a list, and the one that is chosen as a form. */
export function RuleForms({ ruleId }: { readonly ruleId: string | null }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [, navigate] = useLocation();
  const { now, checked, canEdit, edit } = useDraft();
  if (checked.status === 'refused')
    return (
      <Alert
        type="error"
        showIcon
        title={t('zones/refused')}
        action={<Link href="/rules/yaml">{t('zones/openYaml')}</Link>}
      />
    );
  const { document } = checked;
  const index = Math.max(
    0,
    document.rules.findIndex(({ id }) => id === ruleId),
  );
  const rule = document.rules[index];
  const add = async (matter: Matter) => {
    const made = newRule(matter, document, now.sensors);
    if (made === null) return;
    const id = (made as { readonly id: string }).id;
    if (await edit({ op: 'set', path: ['rules', document.rules.length], value: made as never }))
      navigate(`/rules/form/${id}`);
  };
  const brief = (one: Rule) =>
    one.matter === 'dust'
      ? `${now.sensors.find(({ id }) => id === one.sensor)?.place ?? one.sensor} · ${formatValue(one.limit, FACTOR_UNITS[one.factor], language)}`
      : `${document.zones.find(({ id }) => id === one.zone)?.name ?? one.zone} · ${formatDuration(one.forSeconds * 1000, language)}`;
  return (
    <div className="rules-work">
      <Card size="small" title={t('rules/list')}>
        <ul className="rule-list">
          {document.rules.map((one) => (
            <li key={one.id}>
              <Link href={`/rules/form/${one.id}`} aria-current={one === rule}>
                <strong>{one.id}</strong>
                <span className="tags">
                  <MatterTag matter={one.matter} />
                  {one.mode === 'shadow' && <Tag>{t('rules/mode/shadow')}</Tag>}
                </span>
                <span className="quiet">{brief(one)}</span>
              </Link>
            </li>
          ))}
        </ul>
        {canEdit && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: MATTERS.map((matter) => ({
                key: matter,
                label: t(`matter/${matter}`),
                disabled: newRule(matter, document, now.sensors) === null,
              })),
              onClick: ({ key }) => void add(key as Matter),
            }}
          >
            <Button icon={<PlusOutlined aria-hidden />}>{t('rules/add')}</Button>
          </Dropdown>
        )}
      </Card>
      {rule === undefined ? (
        <Empty description={t('rules/none')} />
      ) : (
        <RuleForm key={rule.id} rule={rule} index={index} document={document} />
      )}
    </div>
  );
}
