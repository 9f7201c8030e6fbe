import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { sayProblem } from './say-problem.js';

/** Instead of what could not be read: why, and a way on. */
export function FailedPage({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert
      type="error"
      showIcon
      className="failed"
      title={t('problem/title')}
      description={sayProblem(error, t)}
      action={
        <Button type="primary" onClick={onRetry}>
          {t('common/retry')}
        </Button>
      }
    />
  );
}
