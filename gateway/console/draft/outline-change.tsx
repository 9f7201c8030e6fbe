import type { Polygon } from '@lamppost/contracts';
import { useTranslation } from 'react-i18next';

/** Width and height of the drawing; a picture's own may differ, and both outlines are bent alike. */
const WIDTH = 160;
const HEIGHT = 90;

function pointsOf(outline: Polygon): string {
  return outline.map(([x, y]) => `${x * WIDTH},${y * HEIGHT}`).join(' ');
}

/** How an area is drawn now and how it was, over one another. */
export function OutlineChange({ before, after }: { readonly before: Polygon; readonly after: Polygon }) {
  const { t } = useTranslation();
  return (
    <figure className="outline-change">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden>
        <rect className="ground" width={WIDTH} height={HEIGHT} />
        <polygon className="before" points={pointsOf(before)} />
        <polygon className="after" points={pointsOf(after)} />
      </svg>
      <figcaption className="quiet">{t('draft/outlines')}</figcaption>
    </figure>
  );
}
