import { useTranslation } from 'react-i18next';
import type { cloud } from '../cloud/client.js';
import { ImportDesk } from '../imports/import-desk.js';
import type { ImportFault } from '../imports/import-file.js';
import type { zh } from './words.js';

type Sent = Awaited<ReturnType<typeof cloud.post<'/api/v1/devices/import'>>>;
type Report = Extract<Sent, { status: 'done' }>['body'];
type Column = keyof (typeof zh)['imports']['column'];

type Rule = keyof (typeof zh)['imports']['rule'];

/** Takes in a table of devices, or of the records of their legal status. */
export function ImportDevices() {
  const { t, i18n } = useTranslation();
  const sayFault = ({ field }: ImportFault) => ({
    field: i18n.exists(`devices/imports/column/${field}`) ? t(`devices/imports/column/${field as Column}`) : field,
    rule: i18n.exists(`devices/imports/rule/${field}`) ? t(`devices/imports/rule/${field as Rule}`) : null,
  });
  return (
    <ImportDesk<Report>
      title={t('devices/imports/title')}
      hints={[t('devices/imports/hint'), t('devices/imports/devices'), t('devices/imports/records')]}
      begin=""
      path="/api/v1/devices/import"
      mediaTypeOf={() => 'text/csv'}
      accept=".csv,text/csv"
      fileLabel={t('devices/imports/file')}
      sayFault={sayFault}
      sayReport={({ isTrial, added, changed, unchanged }) =>
        t(isTrial ? 'devices/imports/would' : 'devices/imports/done', { added, changed, unchanged })
      }
      hasChange={({ added, changed }) => added + changed > 0}
      changed={['devices']}
    />
  );
}
