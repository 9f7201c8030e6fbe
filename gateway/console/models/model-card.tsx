import type { LoadedModel } from '@lamppost/gateway/console-shapes';
import { FactsList, formatBytes } from '@lamppost/page-kit';
import { Card, Collapse, Flex, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { sayLabel } from '../devices/say-label.js';
import { zh } from './words.js';

/** Classes that are shown at once. */
const FEW = 12;

function Classes({ classes }: { readonly classes: readonly string[] }) {
  const { t } = useTranslation();
  const tags = classes.map((label) => <Tag key={label}>{sayLabel(label, t)}</Tag>);
  const shown = (
    <Flex gap={4} wrap>
      {tags}
    </Flex>
  );
  return classes.length <= FEW ? (
    shown
  ) : (
    <Collapse
      size="small"
      ghost
      items={[{ key: 'all', label: t('models/classCount', { count: classes.length }), children: shown }]}
    />
  );
}

/** Whether a model is one of those that come with the gateway, of which the page says the purpose in its reader's language. */
function isKnown(name: string): name is keyof typeof zh.purposes {
  return name in zh.purposes;
}

/** A model and what its card says. */
export function ModelCard({ model: { name, sha256, card } }: { readonly model: LoadedModel }) {
  const { t } = useTranslation();
  const digest = (
    <Typography.Text code copyable={{ text: sha256 }} className="digest">
      {sha256.slice(0, 16)}…
    </Typography.Text>
  );
  return (
    <Card
      size="small"
      title={
        <>
          {name} {card?.isProvisional === true && <Tag color="orange">{t('models/provisional')}</Tag>}
        </>
      }
    >
      {card === null ? (
        <Flex vertical gap={8}>
          <Typography.Text>{t('models/noCard')}</Typography.Text>
          {digest}
        </Flex>
      ) : (
        <>
          <FactsList
            facts={[
              [t('models/purpose'), isKnown(name) ? t(`models/purposes/${name}`) : card.purpose],
              [t('models/source'), card.source],
              [t('models/licences'), card.licences.join('; ')],
              [t('models/file'), `${card.file} (${formatBytes(card.bytes)})`],
              [t('models/digest'), digest],
              [
                t('models/classes'),
                card.classes.length === 0 ? null : <Classes key="classes" classes={card.classes} />,
              ],
            ]}
          />
          <Collapse
            size="small"
            ghost
            items={[
              ...(card.quality.length === 0
                ? []
                : [
                    {
                      key: 'quality',
                      label: t('models/quality'),
                      children: (
                        <ul className="plain">
                          {card.quality.map(({ measure, value, on }) => (
                            <li key={`${measure}/${on}`}>
                              {measure}: <strong>{value}</strong> ({on})
                            </li>
                          ))}
                        </ul>
                      ),
                    },
                  ]),
              {
                key: 'limits',
                label: t('models/limits'),
                children: (
                  <ul className="plain">
                    {card.limits.map((limit) => (
                      <li key={limit}>{limit}</li>
                    ))}
                  </ul>
                ),
              },
            ]}
          />
        </>
      )}
    </Card>
  );
}
