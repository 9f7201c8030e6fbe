import { CarOutlined, CloudOutlined, FireOutlined, ShopOutlined } from '@ant-design/icons';
import type { Matter } from '@lamppost/contracts';
import { useTranslation } from 'react-i18next';

// Made once: a list of thousands shows one in each row.
const SIGNS = {
  dust: <CloudOutlined aria-hidden />,
  parking: <CarOutlined aria-hidden />,
  stall: <ShopOutlined aria-hidden />,
  burning: <FireOutlined aria-hidden />,
} as const;

/** What a case is about: by word, sign and colour. */
export function MatterTag({ matter }: { readonly matter: Matter }) {
  const { t } = useTranslation();
  return (
    <span className={`mark matter ${matter}`}>
      {SIGNS[matter]}
      {t(`matter/${matter}`)}
    </span>
  );
}
