import { Alert, Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

function NotLoaded() {
  const { t } = useTranslation();
  const load = () => {
    window.location.reload();
  };
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      className="failed"
      title={t('shell/notLoaded')}
      description={t('shell/notLoadedHint')}
      action={
        <Button type="primary" onClick={load}>
          {t('shell/reload')}
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

/** Stands for a page that could not be loaded, as while the gateway restarts, or when it came back with another version of the page. */
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
