import { useTranslation } from 'react-i18next';

interface ZoneStillProps {
  /** Address of the picture; null where there is none. */
  readonly picture: string | null;
  readonly width: number;
  readonly height: number;
  /** Told how wide the picture is for its height. */
  readonly onAspect: (aspect: number) => void;
}

/** A still behind the areas that are drawn, as part of the drawing. */
export function ZoneStill({ picture, width, height, onAspect }: ZoneStillProps) {
  if (picture === null) return <NoPicture width={width} height={height} />;
  return (
    <image
      href={picture}
      width={width}
      height={height}
      preserveAspectRatio="none"
      onLoad={() => {
        const image = new Image();
        image.onload = () => {
          if (image.naturalHeight > 0) onAspect(image.naturalWidth / image.naturalHeight);
        };
        image.src = picture;
      }}
    />
  );
}

/** A plain ground with lines at each tenth, where there is no picture. */
function NoPicture({ width, height }: Pick<ZoneStillProps, 'width' | 'height'>) {
  const { t } = useTranslation();
  const tenths = Array.from({ length: 9 }, (_, index) => (index + 1) / 10);
  return (
    <g className="no-picture">
      <rect width={width} height={height} />
      {tenths.map((at) => (
        <path key={at} d={`M${at * width} 0V${height}M0 ${at * height}H${width}`} />
      ))}
      <text x={width / 2} y={height / 2} textAnchor="middle">
        {t('zones/noPicture')}
      </text>
    </g>
  );
}
