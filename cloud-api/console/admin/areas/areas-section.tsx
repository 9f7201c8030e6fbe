import { ImportOutlined } from '@ant-design/icons';
import { Button, Grid, Spin, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { EntryLink } from '../../boards/entry-link.js';
import { useMe } from '../../session/use-me.js';
import { AdminFrame } from '../admin-frame.js';
import { WholeList } from '../whole-list.js';
import { AreaDetail } from './area-detail.js';
import { ImportPanel } from './import-panel.js';
import { toCsv } from './to-csv.js';
import { useAreas, usePowers } from './use-areas.js';

/** Address of the import, after a colon with the area whose list it begins with: no ID of an area is written so. */
const IMPORT = '+import';

function ChangeOfList({ areaId }: { readonly areaId: string }) {
  const powers = usePowers(areaId);
  return powers.data === undefined ? <Spin className="centre" /> : <ImportPanel begin={toCsv(powers.data)} />;
}

/** Areas and their power lists, and the import of them. */
export function AreasSection({ id }: { readonly id: string | null }) {
  const { t } = useTranslation();
  const me = useMe();
  const [, navigate] = useLocation();
  const isWide = Grid.useBreakpoint().lg === true;
  const query = useAreas();
  const [word, listOf] = (id ?? '').split(':');
  const isImport = word === IMPORT;
  const shown = id === null && isWide ? query.data?.[0] : query.data?.find(({ areaId }) => areaId === id);
  // The lists concern all bureaus, so that only those who are limited to none may import them.
  const mayImport = me.data?.permissions.includes('jurisdiction.manage') === true && me.data.bureauId === null;
  return (
    <AdminFrame
      section="areas"
      hint={t('admin/areas/hint')}
      isChosen={id !== null}
      tools={
        mayImport && (
          <Button
            type="primary"
            icon={<ImportOutlined aria-hidden />}
            className="open-import"
            onClick={() => {
              navigate(`/admin/areas/${IMPORT}`);
            }}
          >
            {t('admin/areas/import')}
          </Button>
        )
      }
      list={
        <WholeList
          query={query}
          keyOf={({ areaId }) => areaId}
          textOf={({ areaId, name }) => `${name} ${areaId}`}
          empty={t('admin/areas/empty')}
          render={(area) => (
            <EntryLink href={`/admin/areas/${area.areaId}`} isChosen={area === shown}>
              <Typography.Text strong>{area.name}</Typography.Text>
              <Typography.Text type="secondary">{area.areaId}</Typography.Text>
            </EntryLink>
          )}
        />
      }
      detail={
        isImport && mayImport ? (
          listOf === undefined ? (
            <ImportPanel begin="" />
          ) : (
            <ChangeOfList key={listOf} areaId={listOf} />
          )
        ) : shown === undefined ? null : (
          <AreaDetail key={shown.areaId} area={shown} />
        )
      }
    />
  );
}
