import { useState } from 'react';
import { useTranslation } from 'react-i18next';

function Loaded({ url }: { readonly url: string }) {
  const { t } = useTranslation();
  const [isLost, setIsLost] = useState(false);
  if (isLost) return <span className="thumbnail none">{t('inbox/lostPicture')}</span>;
  return (
    <img
      className="thumbnail"
      src={url}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => {
        setIsLost(true);
      }}
    />
  );
}

/** The small picture of a case, or in words that there is none or that it can't be opened. */
export function Thumbnail({ url }: { readonly url: string | null }) {
  const { t } = useTranslation();
  if (url === null) return <span className="thumbnail none">{t('inbox/noPicture')}</span>;
  // Another case has another picture: the one before must not stand beside its words.
  return <Loaded key={url} url={url} />;
}
