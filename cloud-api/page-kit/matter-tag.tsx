import { CarOutlined, CloudOutlined, FireOutlined, ShopOutlined } from '@ant-design/icons';
import type { Matter } from '@lamppost/contracts';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

const LOOKS = {
  dust: { colour: 'gold', Icon: CloudOutlined },
  parking: { colour: 'blue', Icon: CarOutlined },
  stall: { colour: 'purple', Icon: ShopOutlined },
  burning: { colour: 'red', Icon: FireOutlined },
} as const;

/** What a case is about: by word, sign and colour. */
export function MatterTag({ matter }: { readonly matter: Matter }) {
  const { t } = useTranslation();
  const { colour, Icon } = LOOKS[matter];
  return (
    <Tag color={colour} icon={<Icon aria-hidden />} className={`matter ${matter}`}>
      {t(`matter/${matter}`)}
    </Tag>
  );
}
