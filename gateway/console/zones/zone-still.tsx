import { useTranslation } from 'react-i18next';

interface ZoneStillProps {
  /** Address of the picture; null where there is none, undefined while it is fetched. */
  readonly picture: string | null | undefined;
  /** Units of the drawing for each pixel of the page. */
  readonly perPixel: number;
  readonly width: number;
  readonly height: number;
  /** Told how wide the picture is for its height. */
  readonly onAspect: (aspect: number) => void;
}

/** A still behind the areas that are drawn, as part of the drawing. */
export function ZoneStill({ picture, perPixel, width, height, onAspect }: ZoneStillProps) {
  if (picture == null) return <NoPicture isComing={picture === undefined} {...{ perPixel, width, height }} />;
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

interface NoPictureProps extends Pick<ZoneStillProps, 'perPixel' | 'width' | 'height'> {
  readonly isComing: boolean;
}

/** A plain ground with lines at each tenth, where there is no picture. */
function NoPicture({ isComing, perPixel, width, height }: NoPictureProps) {
  const { t } = useTranslation();
  const tenths = Array.from({ length: 9 }, (_, index) => (index + 1) / 10);
  return (
    <g className="no-picture">
      <rect width={width} height={height} />
      {tenths.map((at) => (
        <path key={at} d={`M${at * width} 0V${height}M0 ${at * height}H${width}`} />
      ))}
      <text x={width / 2} y={36 * perPixel} fontSize={15 * perPixel} textAnchor="middle">
        {t(isComing ? 'zones/pictureComes' : 'zones/noPicture')}
      </text>
    </g>
  );
}
