import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LiveState } from './live-link.js';

/** What stands over a live picture while it does not play: why, and a way on. */
export function StateOver({ state, onAgain }: { readonly state: LiveState; readonly onAgain: () => void }) {
  const { t } = useTranslation();
  if (state.kind === 'playing') return null;
  const isWaiting = state.kind === 'connecting' || state.kind === 'waiting';
  return (
    <div className="live-state" role="status">
      {isWaiting && <Spin />}
      <p>{t(`live/state/${state.kind}`)}</p>
      {state.kind === 'failed' && <code lang="en">{state.reason}</code>}
      {(state.kind === 'failed' || state.kind === 'full' || state.kind === 'lost') && (
        <Button onClick={onAgain}>{t('live/again')}</Button>
      )}
    </div>
  );
}
