import { CheckCircleOutlined, CloseCircleOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import './leads.css';

/** What a reviewer made of it: by sign, word and colour. */
export function VerdictTag({ verdict }: { readonly verdict: 'confirmed' | 'rejected' | null }) {
  const { t } = useTranslation();
  if (verdict === null)
    return (
      <Tag icon={<QuestionCircleOutlined aria-hidden />} className="verdict">
        {t('leads/verdict/none')}
      </Tag>
    );
  const isRight = verdict === 'confirmed';
  return (
    <Tag
      color={isRight ? 'green' : 'red'}
      icon={isRight ? <CheckCircleOutlined aria-hidden /> : <CloseCircleOutlined aria-hidden />}
      className={`verdict ${verdict}`}
    >
      {t(`leads/verdict/${verdict}`)}
    </Tag>
  );
}
