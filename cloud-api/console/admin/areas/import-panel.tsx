import { Alert, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useBureaus } from '../../cloud/use-bureaus.js';
import { ImportDesk } from '../../imports/import-desk.js';
import { type ImportFault, mediaTypeOf } from '../../imports/import-file.js';
import { ChangeList } from './change-list.js';
import type { ImportReport } from './import-report.js';
import type { zh } from './words.js';

const FIELDS = ['areaId', 'matterCode', 'bureauId', 'validFrom', 'validTo', 'legalBasis', 'name', 'grid'] as const;
type Field = keyof (typeof zh)['field'];

/** The field that a fault is about, by the last name in its path; null: the whole line. */
function fieldOf(path: string): Field | null {
  if (path.includes('geometry')) return 'geometry';
  return FIELDS.find((field) => path === field || path.endsWith(`.${field}`)) ?? null;
}

function ReportWords({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation();
  const { bureaus, areas, grids, powers, changed, changes, isTrial } = report;
  if (!isTrial) return t('admin/areas/taken', { count: changed });
  return (
    <>
      <Typography.Paragraph>{t('admin/areas/found', { bureaus, areas, grids, powers })}</Typography.Paragraph>
      {changed === 0 ? (
        <Alert type="info" showIcon title={t('admin/areas/noChange')} />
      ) : (
        <>
          <Typography.Text strong>{t('admin/areas/changes', { count: changed })}</Typography.Text>
          <ChangeList changes={changes} />
          {changes.length < changed && (
            <Typography.Text type="secondary">
              {t('admin/areas/mostChanges', { count: changes.length })}
            </Typography.Text>
          )}
        </>
      )}
    </>
  );
}

/** Takes in areas, grids, bureaus and power lists. */
export function ImportPanel({ begin }: { readonly begin: string }) {
  const { t } = useTranslation();
  const known = useBureaus();
  const bureaus = (known.data ?? []).map(({ bureauId }) => bureauId).join(', ');
  const sayFault = (fault: ImportFault) => {
    const field = fieldOf(fault.field);
    return field === null
      ? { field: fault.field, rule: null }
      : { field: t(`admin/areas/field/${field}`), rule: t(`admin/areas/rule/${field}`, { bureaus }) };
  };
  return (
    <ImportDesk<ImportReport>
      title={t('admin/areas/importTitle')}
      hints={[t('admin/areas/importHint'), t('admin/areas/columns')]}
      begin={begin}
      path="/api/v1/jurisdiction/import"
      mediaTypeOf={mediaTypeOf}
      accept=".csv,.json,.geojson,text/csv,application/json,application/geo+json"
      fileLabel={t('admin/areas/file')}
      sayFault={sayFault}
      sayReport={(report) => <ReportWords report={report} />}
      hasChange={({ changed }) => changed > 0}
      changed={['areas', 'bureaus']}
      foot={t('admin/areas/history')}
    />
  );
}
