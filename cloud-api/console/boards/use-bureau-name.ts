import { useLanguage } from '@lamppost/page-kit';
import { useTranslation } from 'react-i18next';
import { useBureaus } from '../cloud/use-bureaus.js';

/** Names of bureaus in the language of the page; the ID of one that is not known. */
export function useBureauName(): (bureauId: string | null) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  const bureaus = useBureaus();
  return (bureauId) => {
    if (bureauId === null) return t('boards/noBureau');
    const found = bureaus.data?.find((bureau) => bureau.bureauId === bureauId);
    return (language === 'zh' ? found?.nameZh : (found?.nameEn ?? found?.nameZh)) ?? bureauId;
  };
}
