import type { Wall } from '@lamppost/gateway/console-shapes';
import { MatterTag, useLanguage } from '@lamppost/page-kit';
import { Flex, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatAge } from '../devices/format-age.js';

/** The violations that go on, and where. */
export function OpenList({ wall: { open, cameras, sensors, atMs } }: { readonly wall: Wall }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = new Map([...cameras, ...sensors].map(({ id, placeName }) => [id, placeName ?? id]));
  if (open.length === 0) return <Typography.Text type="secondary">{t('wall/noneOpen')}</Typography.Text>;
  return (
    <ul className="open-list">
      {open.map(({ ruleId, matter, sourceId, zoneId, lastSeenAtMs }, index) => (
        <li key={`${ruleId}/${index}`}>
          <Flex gap={8} wrap align="center">
            <MatterTag matter={matter} />
            <strong>{names.get(sourceId) ?? sourceId}</strong>
            <Typography.Text type="secondary">
              {zoneId ?? sourceId} · {ruleId}
            </Typography.Text>
            <Typography.Text type="secondary">
              {t('wall/lastSeen', { age: formatAge(atMs - lastSeenAtMs, language) })}
            </Typography.Text>
          </Flex>
        </li>
      ))}
    </ul>
  );
}
