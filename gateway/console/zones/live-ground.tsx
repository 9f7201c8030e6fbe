import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { StateOver } from '../live/state-over.js';
import { type LiveScene, useLive } from '../live/use-live.js';
import '../live/live.css';

interface LiveGroundProps {
  readonly cameraId: string;
  /** Told how wide the pictures are for their height. */
  readonly onAspect: (aspect: number) => void;
}

/** A camera's live picture behind the areas that are drawn. */
export function LiveGround({ cameraId, onAspect }: LiveGroundProps) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const onScene = useRef<(scene: LiveScene) => void>(() => undefined);
  useEffect(() => {
    let known = 0;
    onScene.current = () => {
      const { width = 0, height = 0 } = canvas.current ?? {};
      if (height === 0 || width / height === known) return;
      known = width / height;
      onAspect(known);
    };
  }, [onAspect]);
  const { state, again } = useLive(cameraId, canvas, onScene);
  return (
    <>
      <canvas ref={canvas} role="img" aria-label={t('live/canvas', { name: cameraId })} />
      <StateOver state={state} onAgain={again} />
    </>
  );
}
