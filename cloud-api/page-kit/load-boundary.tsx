import { Alert, Button } from 'antd';
import { Component, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Whether the server of the page answers: without it, to load the page again would leave nothing of it. */
const isThere = async () =>
  await fetch(window.location.pathname, { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

function NotLoaded() {
  const { t } = useTranslation();
  const [isTrying, setTrying] = useState(false);
  const [isLost, setLost] = useState(false);
  const load = async () => {
    setTrying(true);
    if (await isThere()) window.location.reload();
    else setLost(true);
    setTrying(false);
  };
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      className="failed not-loaded"
      title={t('notLoaded/title')}
      description={isLost ? t('problem/unreachable') : t('notLoaded/hint')}
      action={
        <Button type="primary" loading={isTrying} onClick={() => void load()}>
          {t('notLoaded/reload')}
        </Button>
      }
    />
  );
}

interface LoadBoundaryProps {
  /** Where one is: elsewhere it is tried again. */
  readonly place: string;
  readonly children: ReactNode;
}

interface LoadState {
  readonly hasFailed: boolean;
}

/** Stands for a part of the page that could not be loaded, as while its server restarts, or when that came back with another version of the page. */
export class LoadBoundary extends Component<LoadBoundaryProps, LoadState> {
  static getDerivedStateFromError(): LoadState {
    return { hasFailed: true };
  }

  override state: LoadState = { hasFailed: false };

  override componentDidUpdate({ place }: LoadBoundaryProps): void {
    if (this.state.hasFailed && place !== this.props.place) this.setState({ hasFailed: false });
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <NotLoaded /> : this.props.children;
  }
}
