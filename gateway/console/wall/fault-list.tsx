import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { WallFault } from './list-faults.js';

/** What needs somebody: what it is, what to do, and what the program says. */
export function FaultList({ faults }: { readonly faults: readonly WallFault[] }) {
  const { t } = useTranslation();
  if (faults.length === 0) return <Alert type="success" showIcon title={t('wall/well')} />;
  return (
    <section aria-label={t('wall/needs')} className="faults">
      {faults.map(({ code, level, ids, factor, count, reason }) => {
        const named = factor === undefined ? '' : t(`devices/factor/${factor}`);
        return (
          <Alert
            key={`${code}/${ids.join()}/${factor ?? ''}/${reason ?? ''}`}
            type={level}
            showIcon
            title={t(`wall/fault/${code}/title`, { id: ids.join(t('wall/and')), factor: named, count: count ?? 0 })}
            description={
              <>
                {t(`wall/fault/${code}/mend`)}
                {reason !== null && (
                  // The rules' own fault names the line that is to be mended.
                  <details className="fault-reason" open={code === 'rules-refused'}>
                    <summary>{t('wall/reason')}</summary>
                    <code lang="en">{reason}</code>
                  </details>
                )}
              </>
            }
          />
        );
      })}
    </section>
  );
}
