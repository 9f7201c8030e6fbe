import { FailedPage } from '@lamppost/page-kit';
import { CompressOutlined } from '@ant-design/icons';
import { Alert, Button, Checkbox, Flex, Segmented, Select, Spin, Typography } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type L from 'leaflet';
import { useLocation } from 'wouter';
import '../boards/styles.css';
import { type CaseMark, clusterCases } from './cluster-cases.js';
import { drawCases } from './draw-cases.js';
import { drawDevices } from './draw-devices.js';
import { drawOutlines } from './draw-outlines.js';
import { CaseRows, DeviceRows } from './map-list.js';
import { cornersOf, useLeaflet } from './use-leaflet.js';
import {
  type MapBounds,
  type MapDevice,
  type MapFilter,
  type MapTiles,
  useMapBase,
  useMapData,
} from './use-map-data.js';

/** Where there are neither areas nor devices: the country. */
const COUNTRY: MapBounds = { west: 73, south: 18, east: 135, north: 54 };
const MATTERS = ['dust', 'parking', 'stall', 'burning'] as const;
const SEVERITIES = [2, 3, 4, 5] as const;
const HEALTHS = ['well', 'faulty', 'silent', 'unknown'] as const;
const LAYERS = ['cases', 'devices', 'coverage', 'areas', 'grids'] as const;
type Layer = (typeof LAYERS)[number];
/** From this zoom on names of grids have room. */
const GRIDS_FROM = 13;

function boundsOf(map: L.Map): MapBounds {
  const shown = map.getBounds();
  const within = (value: number, most: number) => Math.max(-most, Math.min(most, value));
  return {
    west: within(shown.getWest(), 180),
    south: within(shown.getSouth(), 90),
    east: within(shown.getEast(), 180),
    north: within(shown.getNorth(), 90),
  };
}

/** What of a map somebody looks at. */
interface View {
  readonly bounds: MapBounds;
  readonly zoom: number;
}

function useView(map: L.Map | null): View | null {
  const [view, setView] = useState<View | null>(null);
  useEffect(() => {
    if (map === null) return;
    const note = () => {
      setView({ bounds: boundsOf(map), zoom: map.getZoom() });
    };
    note();
    map.on('moveend', note);
    return () => {
      map.off('moveend', note);
    };
  }, [map]);
  return view;
}

function MapOf({ tiles, extent }: { readonly tiles: MapTiles; readonly extent: MapBounds | null }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const frame = useRef<HTMLDivElement>(null);
  const [filter, setFilter] = useState<MapFilter>({ matter: null, minSeverity: null, health: null });
  const [layers, setLayers] = useState<readonly Layer[]>(LAYERS);
  const [listed, setListed] = useState<'cases' | 'devices'>('cases');
  const map = useLeaflet(frame, { bounds: extent ?? COUNTRY, tiles, mostZoom: 16, takesWheel: true });
  const view = useView(map);
  const { cases, devices, outlines } = useMapData(view?.bounds ?? null, filter);
  const shownCases = layers.includes('cases') ? cases.data?.cases : undefined;
  const shownDevices = layers.includes('devices') ? devices.data?.devices : undefined;
  const marksOf = useMemo(() => clusterCases(shownCases ?? []), [shownCases]);
  const zoom = view?.zoom ?? 0;
  const showsGrids = layers.includes('grids') && zoom >= GRIDS_FROM;

  useEffect(() => {
    if (map === null || outlines.data === undefined) return;
    const drawn = drawOutlines(map, outlines.data, { areas: layers.includes('areas'), grids: showsGrids });
    return () => {
      drawn.remove();
    };
  }, [map, outlines.data, layers, showsGrids]);
  useEffect(() => {
    if (map === null || shownDevices === undefined) return;
    const label = ({ kind, name, health }: MapDevice) =>
      t('map/device', { kind: t(`map/kind/${kind}`), name, health: t(`map/health/${health}`) });
    const onOpen = (deviceId: string) => {
      navigate(`/devices/${deviceId}`);
    };
    const drawn = drawDevices(shownDevices, { label, onOpen, hasCoverage: layers.includes('coverage') }).addTo(map);
    return () => {
      drawn.remove();
    };
  }, [map, shownDevices, layers, t, navigate]);
  useEffect(() => {
    if (map === null || view === null) return;
    const label = (mark: CaseMark) =>
      mark.kind === 'cluster'
        ? t('map/cluster', { count: mark.count, severity: mark.severity })
        : t('map/marker', {
            matter: t(`matter/${mark.found.matter}`),
            severity: mark.found.severity,
            place: mark.found.placeName,
          });
    const onOpen = (caseId: string) => {
      navigate(`/cases/${caseId}`);
    };
    const sign = ({ matter }: { readonly matter: (typeof MATTERS)[number] }) => t(`map/short/${matter}`);
    const drawn = drawCases(marksOf(view.bounds, view.zoom), { map, sign, label, onOpen }).addTo(map);
    return () => {
      drawn.remove();
    };
  }, [map, view, marksOf, t, navigate]);

  const failed = [cases, devices, outlines].find(({ isLoadingError }) => isLoadingError)?.error ?? null;
  return (
    <div className="board map-page">
      <Flex gap={10} align="center" wrap className="board-head">
        <Typography.Title level={1} className="board-title">
          {t('map/title')}
        </Typography.Title>
        <Flex gap={8} wrap role="group" aria-label={t('map/filters')}>
          <Select
            aria-label={t('map/allMatters')}
            value={filter.matter ?? 'all'}
            className="tool"
            options={[
              { value: 'all', label: t('map/allMatters') },
              ...MATTERS.map((matter) => ({ value: matter, label: t(`matter/${matter}`) })),
            ]}
            onChange={(value) => {
              setFilter({ ...filter, matter: MATTERS.find((matter) => matter === value) ?? null });
            }}
          />
          <Select
            aria-label={t('map/anySeverity')}
            value={filter.minSeverity ?? 0}
            className="tool"
            options={[
              { value: 0, label: t('map/anySeverity') },
              ...SEVERITIES.map((value) => ({ value, label: t('map/severityFrom', { value }) })),
            ]}
            onChange={(value) => {
              setFilter({ ...filter, minSeverity: value === 0 ? null : value });
            }}
          />
          <Select
            aria-label={t('map/anyHealth')}
            value={filter.health ?? 'any'}
            className="tool"
            options={[
              { value: 'any', label: `${t('map/devices')}: ${t('map/anyHealth')}` },
              ...HEALTHS.map((health) => ({
                value: health,
                label: `${t('map/devices')}: ${t(`map/health/${health}`)}`,
              })),
            ]}
            onChange={(value) => {
              setFilter({ ...filter, health: HEALTHS.find((health) => health === value) ?? null });
            }}
          />
        </Flex>
        <Checkbox.Group<Layer>
          aria-label={t('map/layers')}
          value={[...layers]}
          options={LAYERS.map((layer) => ({ value: layer, label: t(`map/${layer}`) }))}
          onChange={setLayers}
        />
        <Button
          icon={<CompressOutlined aria-hidden />}
          onClick={() => {
            map?.fitBounds(cornersOf(extent ?? COUNTRY), { padding: [12, 12], maxZoom: 16 });
          }}
        >
          {t('map/whole')}
        </Button>
      </Flex>
      <div className="map-panes">
        <div className="map-side">
          {failed !== null && (
            <FailedPage
              error={failed}
              onRetry={() => {
                void cases.refetch();
                void devices.refetch();
                void outlines.refetch();
              }}
            />
          )}
          <div ref={frame} className="map" role="region" aria-label={t('map/label')} />
          {layers.includes('coverage') && <p className="map-note">{t('map/sector')}</p>}
        </div>
        <section className="map-list" aria-label={t('boards/list')}>
          <Flex gap={8} align="center" wrap className="map-list-head">
            <Segmented<'cases' | 'devices'>
              aria-label={t('boards/list')}
              value={listed}
              options={[
                { value: 'cases', label: t('map/cases') },
                { value: 'devices', label: t('map/devices') },
              ]}
              onChange={setListed}
            />
            <Typography.Text type="secondary" aria-live="polite">
              {t('map/inView', { cases: cases.data?.cases.length ?? 0, devices: devices.data?.devices.length ?? 0 })}
            </Typography.Text>
          </Flex>
          {listed === 'cases' && cases.data?.isCut === true && (
            <Alert type="warning" showIcon title={t('map/cut')} className="map-cut" />
          )}
          {listed === 'devices' && devices.data?.isCut === true && (
            <Alert type="warning" showIcon title={t('map/cutDevices')} className="map-cut" />
          )}
          {listed === 'cases' ? (
            cases.data?.cases.length === 0 ? (
              <Alert type="info" showIcon title={t('map/noCases')} className="map-cut" />
            ) : (
              <CaseRows cases={cases.data?.cases ?? []} />
            )
          ) : devices.data?.devices.length === 0 ? (
            <Alert type="info" showIcon title={t('map/noDevices')} className="map-cut" />
          ) : (
            <DeviceRows devices={devices.data?.devices ?? []} />
          )}
        </section>
      </div>
    </div>
  );
}

/** Areas, grids, devices with their state and view, and open cases on a map, with a list that says the same. */
export function MapPage() {
  const base = useMapBase();
  if (base.isPending) return <Spin className="centre" size="large" />;
  if (base.data === undefined) return <FailedPage error={base.error} onRetry={() => void base.refetch()} />;
  return <MapOf tiles={base.data.tiles} extent={base.data.extent} />;
}
