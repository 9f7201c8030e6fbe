import { formatTime, MatterTag, useLanguage } from '@lamppost/page-kit';
import { RetweetOutlined } from '@ant-design/icons';
import { Flex, Tag } from 'antd';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Deadline } from '../case/deadline.js';
import { Severity } from '../case/severity.js';
import type { ListedCase } from './use-inbox.js';

/** A case in the list: picture, matter, place, time, deadline, repeat mark. It stays as it is while the list scrolls. */
export const CaseRow = memo(function CaseRow({ found }: { readonly found: ListedCase }) {
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
        <strong className="row-place">{found.placeName}</strong>
        <Flex gap={8} wrap>
          <span className="row-time">{formatTime(found.triggeredAtMs, language)}</span>
          <Deadline deadline={found.deadline} />
        </Flex>
      </div>
    </Flex>
  );
});
