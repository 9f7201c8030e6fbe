import { MoonOutlined, SunOutlined, TranslationOutlined } from '@ant-design/icons';
import { Button, Flex } from 'antd';
import { useTranslation } from 'react-i18next';
import { setLanguage } from './language.js';
import { useLanguage } from './use-language.js';
import { useAppearance } from './appearance.js';

/** The switches for language, and for light and dark. */
export function PageSwitches() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { appearance, choose } = useAppearance();
  const isDark = appearance === 'dark';
  return (
    <Flex gap={4}>
      <Button
        type="text"
        icon={<TranslationOutlined aria-hidden />}
        aria-label={`${t('language/toggle')}: ${t('language/other')}`}
        onClick={() => {
          void setLanguage(language === 'zh' ? 'en' : 'zh');
        }}
      >
        {t('language/other')}
      </Button>
      <Button
        type="text"
        icon={isDark ? <SunOutlined aria-hidden /> : <MoonOutlined aria-hidden />}
        aria-label={t('appearance/toggle')}
        title={t(isDark ? 'appearance/light' : 'appearance/dark')}
        onClick={() => {
          choose(isDark ? 'light' : 'dark');
        }}
      />
    </Flex>
  );
}
