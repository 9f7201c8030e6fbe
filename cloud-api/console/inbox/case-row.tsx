import { RetweetOutlined } from '@ant-design/icons';
import { Flex, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Deadline } from '../case/deadline.js';
import { formatTime } from '../case/format.js';
import { MatterTag } from '../case/matter-tag.js';
import { Severity } from '../case/severity.js';
import { useLanguage } from '../words/use-language.js';
import type { ListedCase } from './use-inbox.js';

/** A case in the list: picture, matter, place, time, deadline, repeat mark. */
export function CaseRow({ found }: { readonly found: ListedCase }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Flex gap={10} className="row-content">
      {found.pictureUrl === null ? (
        <div className="thumbnail none">{t('inbox/noPicture')}</div>
      ) : (
        <img className="thumbnail" src={found.pictureUrl} alt="" loading="lazy" decoding="async" />
      )}
      <div className="row-words">
        <Flex gap={4} align="center" wrap>
          <MatterTag matter={found.matter} />
          {found.state !== 'candidate' && <Tag>{t(`state/${found.state}`)}</Tag>}
          {found.repeatCount > 0 && (
            <Tag color="volcano" className="repeat" icon={<RetweetOutlined aria-hidden />}>
              {t('inbox/repeat', { count: found.repeatCount })}
            </Tag>
          )}
          <Severity value={found.severity} />
        </Flex>
        <Typography.Text strong ellipsis className="row-place">
          {found.placeName}
        </Typography.Text>
        <Flex gap={8} wrap>
          <Typography.Text type="secondary">{formatTime(found.triggeredAtMs, language)}</Typography.Text>
          <Deadline deadline={found.deadline} />
        </Flex>
      </div>
    </Flex>
  );
}
