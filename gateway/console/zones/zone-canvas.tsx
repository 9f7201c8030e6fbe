import type { Point, Polygon } from '@lamppost/contracts';
import {
  type KeyboardEvent,
  type PointerEvent as ReactPointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { LEAST_CORNERS, moveCorner, movePolygon, removeCorner, snapPoint, splitEdge, tidy } from './geometry.js';
import { ZoneStill } from './zone-still.js';
import './zones.css';

/** An area on the picture. */
export interface Area {
  /** `zones/0`: where it stands in the document. */
  readonly key: string;
  readonly kind: 'zone' | 'point';
  readonly name: string;
  readonly polygon: Polygon;
}

interface ZoneCanvasProps {
  readonly areas: readonly Area[];
  readonly selected: string | null;
  readonly onSelect: (key: string | null) => void;
  /** The area with another polygon; `isOver` once the hand has left it. */
  readonly onChange: (key: string, polygon: Polygon, isOver: boolean) => void;
  /** Set while a new area is drawn. */
  readonly onDrawn: ((polygon: Polygon | null) => void) | null;
  /** Null where there is none, undefined while it is fetched. */
  readonly picture: string | null | undefined;
  /** Stands behind the areas instead of the picture; it is told what to do with the pictures' aspect. */
  readonly ground?: ((onAspect: (aspect: number) => void) => ReactNode) | undefined;
  readonly canEdit: boolean;
}

/** Width of the drawing; its height follows the picture. */
const WIDTH = 1600;
/** Room around the picture, for corners that stand on its frame. */
const EDGE = 22;
/** Height of the drawing on the page, at most: what stands above it is seen with it. */
const TALLEST = 'max(300px, 100vh - 280px)';
const SNAP_WITHIN = 0.012;
const STEP = { fine: 0.001, plain: 0.01, large: 0.05 };
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface Drag {
  readonly key: string;
  /** Null: the whole area. */
  readonly corner: number | null;
  readonly from: Point;
  readonly polygon: Polygon;
}

/** Areas drawn over a camera's picture, to be drawn, moved and bent by hand, finger or keyboard. */
export function ZoneCanvas(props: ZoneCanvasProps) {
  const { areas, selected, onSelect, onChange, onDrawn, picture, ground, canEdit } = props;
  const { t } = useTranslation();
  const svg = useRef<SVGSVGElement>(null);
  const drag = useRef<Drag | null>(null);
  const [aspect, setAspect] = useState(16 / 9);
  const [drawn, setDrawn] = useState<readonly Point[]>([]);
  const [hint, setHint] = useState<Point | null>(null);
  const [perPixel, setPerPixel] = useState(1.5);
  const height = WIDTH / aspect;
  // Corners are as large to a finger on a phone as on an office screen.
  useEffect(() => {
    const drawing = svg.current;
    if (drawing === null) return undefined;
    const watch = new ResizeObserver(() => {
      setPerPixel((WIDTH + 2 * EDGE) / Math.max(1, drawing.clientWidth));
    });
    watch.observe(drawing);
    return () => {
      watch.disconnect();
    };
  }, []);
  const points = (polygon: readonly Point[]) => polygon.map(([x, y]) => `${x * WIDTH},${y * height}`).join(' ');
  const isDrawing = onDrawn !== null;

  const pointOf = (event: { readonly clientX: number; readonly clientY: number }): Point => {
    // The drawing may be narrower than its frame: its own matrix knows where it stands.
    const matrix = svg.current?.getScreenCTM();
    if (matrix == null) return [0, 0];
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return [x / WIDTH, y / height];
  };
  const snap = (point: Point, key: string | null, isFree: boolean): Point => {
    const others = areas.filter((area) => area.key !== key).map(({ polygon }) => polygon);
    const snapped = isFree
      ? { point: [tidy(point[0]), tidy(point[1])] as Point, to: null }
      : snapPoint(point, others, SNAP_WITHIN, aspect);
    setHint(snapped.to === null ? null : snapped.point);
    return snapped.point;
  };
  const begin = (event: ReactPointerEvent, { key, polygon }: Area, corner: number | null) => {
    if (isDrawing || event.button !== 0) return;
    event.stopPropagation();
    onSelect(key);
    if (!canEdit) return;
    svg.current?.setPointerCapture(event.pointerId);
    drag.current = { key, corner, from: pointOf(event), polygon };
  };
  const draggedTo = (event: ReactPointerEvent, { key, corner, from, polygon }: Drag): Polygon => {
    const [x, y] = pointOf(event);
    if (corner === null) return movePolygon(polygon, x - from[0], y - from[1]);
    return moveCorner(polygon, corner, snap([x, y], key, event.altKey));
  };
  const move = (event: ReactPointerEvent) => {
    if (isDrawing) snap(pointOf(event), null, event.altKey);
    const now = drag.current;
    if (now !== null) onChange(now.key, draggedTo(event, now), false);
  };
  const end = (event: ReactPointerEvent) => {
    const now = drag.current;
    drag.current = null;
    if (now === null) return;
    const polygon = draggedTo(event, now);
    setHint(null);
    onChange(now.key, polygon, true);
  };
  const finish = (polygon: readonly Point[]) => {
    setDrawn([]);
    setHint(null);
    // Nothing was drawn: whoever has no pointer begins with a plain one.
    const plain: Polygon = [
      [0.35, 0.4],
      [0.65, 0.4],
      [0.65, 0.7],
      [0.35, 0.7],
    ];
    onDrawn?.(polygon.length === 0 ? plain : polygon.length < LEAST_CORNERS ? null : [...polygon]);
  };
  const press = (event: ReactPointerEvent) => {
    if (!isDrawing) {
      onSelect(null);
      return;
    }
    const point = snap(pointOf(event), null, event.altKey);
    const [first] = drawn;
    const isClosed =
      first !== undefined &&
      drawn.length >= LEAST_CORNERS &&
      Math.hypot(point[0] - first[0], (point[1] - first[1]) / aspect) < 2 * SNAP_WITHIN;
    if (isClosed) finish(drawn);
    else setDrawn([...drawn, point]);
  };
  const onDrawKey = (event: KeyboardEvent) => {
    if (!isDrawing) return;
    if (event.key === 'Enter') finish(drawn);
    else if (event.key === 'Escape') {
      setDrawn([]);
      onDrawn(null);
    } else if (event.key === 'Backspace') setDrawn(drawn.slice(0, -1));
    else return;
    event.preventDefault();
  };
  const stepOf = (event: KeyboardEvent): Point | null => {
    const arrow = ARROWS[event.key];
    if (arrow === undefined) return null;
    const step = event.shiftKey ? STEP.large : event.altKey ? STEP.fine : STEP.plain;
    return [arrow[0] * step, arrow[1] * step];
  };
  const onAreaKey = (event: KeyboardEvent, { key, polygon }: Area) => {
    const by = stepOf(event);
    if (event.key === 'Enter' || event.key === ' ') onSelect(key);
    else if (by !== null && canEdit && selected === key) onChange(key, movePolygon(polygon, ...by), true);
    else return;
    event.preventDefault();
  };
  const onCornerKey = (event: KeyboardEvent, { key, polygon }: Area, index: number) => {
    const by = stepOf(event);
    const [x, y] = polygon[index] ?? [0, 0];
    if (!canEdit) return;
    if (by !== null) onChange(key, moveCorner(polygon, index, [x + by[0], y + by[1]]), true);
    else if (event.key === 'Delete' || event.key === 'Backspace') onChange(key, removeCorner(polygon, index), true);
    else if (event.key === 'Insert' || event.key === '+') onChange(key, splitEdge(polygon, index), true);
    else return;
    event.preventDefault();
  };
  const chosen = areas.find(({ key }) => key === selected);
  const [wide, high] = [WIDTH + 2 * EDGE, height + 2 * EDGE];
  const share = (part: number, of: number) => `${(part / of) * 100}%`;
  return (
    <div className="zone-picture">
      <div
        className="zone-stage"
        style={{ aspectRatio: `${wide} / ${high}`, width: `min(100%, calc(${TALLEST} * ${wide / high}))` }}
      >
        {ground !== undefined && (
          <div className="zone-ground" style={{ inset: `${share(EDGE, high)} ${share(EDGE, wide)}` }}>
            {ground(setAspect)}
          </div>
        )}
        <svg
          ref={svg}
          className={isDrawing ? 'zone-canvas drawing' : 'zone-canvas'}
          viewBox={`${-EDGE} ${-EDGE} ${wide} ${high}`}
          role="group"
          aria-label={isDrawing ? t('zones/drawLabel') : t('zones/canvas')}
          tabIndex={isDrawing ? 0 : -1}
          onPointerDown={press}
          onPointerMove={move}
          onPointerUp={end}
          onPointerCancel={end}
          onKeyDown={onDrawKey}
        >
          {ground === undefined && (
            <ZoneStill picture={picture} perPixel={perPixel} width={WIDTH} height={height} onAspect={setAspect} />
          )}
          {areas.map((area) => (
            <g key={area.key} className={`area ${area.kind}${area.key === selected ? ' selected' : ''}`}>
              <polygon
                points={points(area.polygon)}
                role="button"
                tabIndex={isDrawing ? -1 : 0}
                aria-pressed={area.key === selected}
                aria-label={`${t(`zones/${area.kind}`)} ${area.name}`}
                data-area={area.key}
                onPointerDown={(event) => {
                  begin(event, area, null);
                }}
                onKeyDown={(event) => {
                  onAreaKey(event, area);
                }}
              />
              <text
                x={labelAt(area.polygon)[0] * WIDTH + 8 * perPixel}
                y={labelAt(area.polygon)[1] * height + 20 * perPixel}
                fontSize={15 * perPixel}
                strokeWidth={4 * perPixel}
              >
                {area.name}
              </text>
            </g>
          ))}
          {chosen !== undefined && canEdit && !isDrawing && (
            <g className={`handles ${chosen.kind}`}>
              {chosen.polygon.map(([x, y], index) => {
                const [nextX, nextY] = chosen.polygon[(index + 1) % chosen.polygon.length] ?? [x, y];
                return (
                  <circle
                    key={`edge ${index}`}
                    className="edge"
                    cx={((x + nextX) / 2) * WIDTH}
                    cy={((y + nextY) / 2) * height}
                    r={7 * perPixel}
                    onPointerDown={(event) => {
                      const polygon = splitEdge(chosen.polygon, index);
                      onChange(chosen.key, polygon, false);
                      begin(event, { ...chosen, polygon }, index + 1);
                    }}
                  />
                );
              })}
              {chosen.polygon.map(([x, y], index) => (
                <g key={`corner ${index}`}>
                  <circle
                    className="reach"
                    cx={x * WIDTH}
                    cy={y * height}
                    r={22 * perPixel}
                    onPointerDown={(event) => {
                      begin(event, chosen, index);
                    }}
                  />
                  <circle
                    className="corner"
                    cx={x * WIDTH}
                    cy={y * height}
                    r={10 * perPixel}
                    role="button"
                    tabIndex={0}
                    aria-label={t('zones/corner', { number: index + 1, x: x.toFixed(3), y: y.toFixed(3) })}
                    data-corner={index}
                    onPointerDown={(event) => {
                      begin(event, chosen, index);
                    }}
                    onKeyDown={(event) => {
                      onCornerKey(event, chosen, index);
                    }}
                  />
                </g>
              ))}
            </g>
          )}
          {drawn.length > 0 && <polyline className="drawn" points={points(drawn)} />}
          {drawn.map(([x, y], index) => (
            <circle
              key={index}
              className="drawn"
              cx={x * WIDTH}
              cy={y * height}
              r={(index === 0 ? 10 : 6) * perPixel}
            />
          ))}
          {hint !== null && <circle className="snap" cx={hint[0] * WIDTH} cy={hint[1] * height} r={15 * perPixel} />}
        </svg>
      </div>
    </div>
  );
}

/** Where the name of an area stands: at its upper left corner, within the picture. */
function labelAt(polygon: Polygon): Point {
  const [x, y] = polygon.reduce((best, corner) => (corner[0] + corner[1] < best[0] + best[1] ? corner : best));
  return [Math.min(x, 0.85), Math.min(y, 0.94)];
}
