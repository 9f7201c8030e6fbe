import type { Box } from '@lamppost/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import './leads.css';

interface LeadPictureProps {
  readonly src: string;
  readonly alt: string;
  /** Where it was; drawn plainly where the footage is gone. */
  readonly box: Box | null;
}

/** A picture of what was found; where the footage is gone, its place in the picture, and a word that says so. */
export function LeadPicture({ src, alt, box }: LeadPictureProps) {
  const { t } = useTranslation();
  const [state, setState] = useState<'comes' | 'shown' | 'gone'>('comes');
  if (state !== 'gone')
    return (
      <span className="lead-frame">
        <img
          className="lead-picture"
          src={src}
          alt={alt}
          loading="lazy"
          onLoad={() => {
            setState('shown');
          }}
          onError={() => {
            setState('gone');
          }}
        />
        {state === 'comes' && <span className="lead-comes">{t('leads/comes')}</span>}
      </span>
    );
  return (
    <svg className="lead-picture" viewBox="0 0 160 90" role="img" aria-label={`${alt}. ${t('leads/gone')}`}>
      <rect className="ground" width="160" height="90" />
      {box !== null && (
        <rect
          className="subject"
          x={box.x1 * 160}
          y={box.y1 * 90}
          width={(box.x2 - box.x1) * 160}
          height={(box.y2 - box.y1) * 90}
        />
      )}
      <text x="80" y={box !== null && box.y1 < 0.3 ? 82 : 14} textAnchor="middle">
        {t('leads/goneShort')}
      </text>
    </svg>
  );
}
