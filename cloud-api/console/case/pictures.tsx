import { formatTime, useLanguage, useMediaQuery } from '@lamppost/page-kit';
import { ReloadOutlined } from '@ant-design/icons';
import { Button, Empty, Flex, Tag, Typography } from 'antd';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CaseDetail, shownPictures } from '../cloud/use-case.js';

/** What part of a picture is seen: how much larger, and displaced by which share of its size. */
interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const WHOLE: View = { scale: 1, x: 0, y: 0 };
const LARGEST = 8;
const WHEEL_STEP = 1.2;

function within({ scale, x, y }: View): View {
  const most = (scale - 1) / 2;
  const clamp = (value: number) => Math.min(most, Math.max(-most, value));
  return { scale, x: clamp(x), y: clamp(y) };
}

/** Goes nearer or away, so that what lies under the pointer stays there. `at` is its place in the frame, -0.5 to 0.5. */
function zoom(view: View, factor: number, at: { x: number; y: number }): View {
  const scale = Math.min(LARGEST, Math.max(1, view.scale * factor));
  const ratio = scale / view.scale;
  return within({ scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio });
}

/** One picture, or in words that it can't be had. */
function Picture({ url, name, view }: { readonly url: string; readonly name: string; readonly view: View }) {
  const { t } = useTranslation();
  const [isLost, setIsLost] = useState(false);
  if (isLost)
    return (
      <div className="picture-lost">
        {t('case/lost')}
        <Button
          size="small"
          onClick={() => {
            setIsLost(false);
          }}
        >
          {t('common/retry')}
        </Button>
      </div>
    );
  return (
    <img
      src={url}
      alt={name}
      draggable={false}
      style={{ transform: `translate(${view.x * 100}%, ${view.y * 100}%) scale(${view.scale})` }}
      onError={() => {
        setIsLost(true);
      }}
    />
  );
}

/** The pictures of a case, which zoom and move together. */
export function Pictures({ detail, most }: { readonly detail: CaseDetail; readonly most?: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const isTouched = useMediaQuery('(hover: none)');
  const [view, setView] = useState(WHOLE);
  const held = useRef<{ x: number; y: number } | null>(null);
  const frames = useRef<HTMLDivElement>(null);
  const [caseId, setCaseId] = useState(detail.caseId);
  const pictures = shownPictures(detail).slice(0, most);
  const hasPictures = pictures.length > 0;
  if (caseId !== detail.caseId) {
    // Another case is seen as a whole first.
    setCaseId(detail.caseId);
    setView(WHOLE);
  }

  useEffect(() => {
    const element = frames.current;
    // React listens to the wheel passively, and so could not keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      const frame = event.target instanceof Element ? event.target.closest('.frame') : null;
      if (frame === null || !(event.ctrlKey || event.shiftKey)) return;
      event.preventDefault();
      const { left, top, width, height } = frame.getBoundingClientRect();
      const at = { x: (event.clientX - left) / width - 0.5, y: (event.clientY - top) / height - 0.5 };
      setView((before) => zoom(before, event.deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP, at));
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element?.removeEventListener('wheel', onWheel);
    };
  }, [hasPictures]);

  const move = (event: PointerEvent<HTMLElement>) => {
    if (held.current === null) return;
    const { width, height } = event.currentTarget.getBoundingClientRect();
    const by = { x: (event.clientX - held.current.x) / width, y: (event.clientY - held.current.y) / height };
    held.current = { x: event.clientX, y: event.clientY };
    setView((before) => within({ ...before, x: before.x + by.x, y: before.y + by.y }));
  };
  if (!hasPictures) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('inbox/noPicture')} />;
  const nearer = (factor: number) => {
    setView((before) => zoom(before, factor, { x: 0, y: 0 }));
  };
  return (
    <div ref={frames}>
      <Flex gap={8} align="center" wrap className="picture-tools">
        <Button
          size="small"
          aria-label="+"
          onClick={() => {
            nearer(1.5);
          }}
        >
          +
        </Button>
        <Button
          size="small"
          aria-label="−"
          onClick={() => {
            nearer(1 / 1.5);
          }}
        >
          −
        </Button>
        <Button
          size="small"
          icon={<ReloadOutlined aria-hidden />}
          disabled={view.scale === 1}
          onClick={() => {
            setView(WHOLE);
          }}
        >
          {t('case/reset')}
        </Button>
        <Typography.Text type="secondary">{t(isTouched ? 'case/zoomByTouch' : 'case/zoom')}</Typography.Text>
      </Flex>
      <div className="pictures">
        {pictures.map((file) => {
          const time = file.capturedAtMs === null ? '' : formatTime(file.capturedAtMs, language);
          return (
            <figure key={file.url}>
              <div
                className="frame"
                onPointerDown={(event) => {
                  held.current = { x: event.clientX, y: event.clientY };
                  if (view.scale > 1) event.currentTarget.setPointerCapture(event.pointerId);
                }}
                onPointerMove={move}
                onPointerUp={() => {
                  held.current = null;
                }}
                onDoubleClick={() => {
                  setView((before) => (before.scale > 1 ? WHOLE : { scale: 2.5, x: 0, y: 0 }));
                }}
              >
                <Picture url={file.url} name={`${t(`role/${file.role}`)} ${time}`} view={view} />
              </div>
              <figcaption>
                <Tag>{t(`role/${file.role}`)}</Tag>
                <Typography.Text type="secondary">{time}</Typography.Text>
              </figcaption>
            </figure>
          );
        })}
      </div>
    </div>
  );
}
