import { PlusOutlined } from '@ant-design/icons';
import type { Polygon } from '@lamppost/contracts';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Segmented, Select, Typography } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { addressOf } from '../box/ask.js';
import { DraftBar } from '../draft/draft-bar.js';
import { useDraft } from '../draft/draft-context.js';
import { RulesTabs } from '../rules/rules-tabs.js';
import { AreaFields } from './area-fields.js';
import { LiveGround } from './live-ground.js';
import { useAreas } from './use-areas.js';
import { ZoneCanvas } from './zone-canvas.js';

interface ZonesPageProps {
  readonly cameraId: string;
  /** ID of the zone or vending point that is shown first. */
  readonly areaId?: string | undefined;
}

const STILL_EVERY_MS = 15_000;

/** Fetches a still as something that the page can show again and again; null where there is none. */
async function readStill(cameraId: string): Promise<string | null> {
  const response = await fetch(addressOf(`/cameras/${cameraId}/still`), { credentials: 'same-origin' }).catch(
    () => null,
  );
  return response?.ok === true ? URL.createObjectURL(await response.blob()) : null;
}

/** The areas of one camera, drawn over its picture. */
export function ZonesPage({ cameraId, areaId }: ZonesPageProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const draft = useDraft();
  const { now, checked, canEdit, edit, undo, redo } = draft;
  const { areas, bend, settle } = useAreas(cameraId, checked);
  const document = checked.status === 'taken' ? checked.document : null;
  const keyOf = (id: string | undefined): string | null => {
    const zone = document?.zones.findIndex((one) => one.id === id) ?? -1;
    if (zone >= 0) return `zones/${zone}`;
    const point = document?.vendingPoints.findIndex((one) => one.id === id) ?? -1;
    return point >= 0 ? `vendingPoints/${point}` : null;
  };
  const [chosen, setChosen] = useState<string | null>(() => keyOf(areaId));
  const [drawing, setDrawing] = useState<'zone' | 'point' | null>(null);
  const [background, setBackground] = useState<'still' | 'live'>('still');
  const isOpen = now.cameras.some(({ id }) => id === cameraId);
  const still = useQuery({
    queryKey: ['still', cameraId],
    queryFn: () => readStill(cameraId),
    enabled: isOpen,
    staleTime: STILL_EVERY_MS,
    refetchOnWindowFocus: false,
  });
  const cameras = [
    ...new Set([...now.cameras.map(({ id }) => id), ...(document?.zones.map(({ camera }) => camera) ?? []), cameraId]),
  ].sort();
  const selected = areas.find(({ key }) => key === chosen);
  const isLive = isOpen && background === 'live';

  const add = async (polygon: Polygon | null) => {
    const kind = drawing;
    setDrawing(null);
    if (polygon === null || kind === null || document === null) return;
    const list = kind === 'zone' ? 'zones' : 'vendingPoints';
    const taken = new Set([...document.zones, ...document.vendingPoints].map(({ id }) => id));
    const stem = kind === 'zone' ? `${cameraId}-zone` : `${cameraId}-point`;
    let number = 1;
    while (taken.has(`${stem}-${number}`)) number += 1;
    const index = document[list].length;
    const value = { id: `${stem}-${number}`, name: t(`zones/new/${kind}`, { number }), camera: cameraId, polygon };
    if (await edit({ op: 'set', path: [list, index], value })) setChosen(`${list}/${index}`);
  };
  const onKey = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || !canEdit) return;
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
    const isRedo = event.key === 'y' || (event.shiftKey && event.key.toLowerCase() === 'z');
    if (!isRedo && event.key !== 'z') return;
    event.preventDefault();
    void settle().then(isRedo ? redo : undo);
  };
  return (
    <div className="page" onKeyDown={onKey} role="presentation">
      <Typography.Title level={1} className="page-title">
        {t('rules/title')}
      </Typography.Title>
      <RulesTabs at="zones" />
      <DraftBar />
      <div className="zone-heading">
        <Select
          aria-label={t('zones/camera')}
          value={cameraId}
          className="camera-choice"
          options={cameras.map((id) => {
            const place = now.cameras.find((one) => one.id === id)?.place ?? null;
            return { value: id, label: place === null ? id : `${id} · ${place}` };
          })}
          onChange={(id) => {
            navigate(`/rules/zones/${id}`);
          }}
        />
        {isOpen && (
          <Segmented
            aria-label={t('zones/background')}
            value={background}
            options={(['still', 'live'] as const).map((value) => ({ value, label: t(`zones/backgrounds/${value}`) }))}
            onChange={setBackground}
          />
        )}
        {canEdit && document !== null && (
          <>
            <Button
              icon={<PlusOutlined aria-hidden />}
              type={drawing === 'zone' ? 'primary' : 'default'}
              aria-pressed={drawing === 'zone'}
              onClick={() => {
                setDrawing(drawing === 'zone' ? null : 'zone');
              }}
            >
              {t('zones/addZone')}
            </Button>
            <Button
              icon={<PlusOutlined aria-hidden />}
              type={drawing === 'point' ? 'primary' : 'default'}
              aria-pressed={drawing === 'point'}
              onClick={() => {
                setDrawing(drawing === 'point' ? null : 'point');
              }}
            >
              {t('zones/addPoint')}
            </Button>
          </>
        )}
      </div>
      {drawing !== null && (
        <Alert
          type="info"
          showIcon
          title={t('zones/drawHint')}
          action={
            <Button
              size="small"
              onClick={() =>
                void add([
                  [0.35, 0.4],
                  [0.65, 0.4],
                  [0.65, 0.7],
                  [0.35, 0.7],
                ])
              }
            >
              {t('zones/putRectangle')}
            </Button>
          }
        />
      )}
      {checked.status === 'refused' && (
        <Alert
          type="error"
          showIcon
          title={t('zones/refused')}
          action={<Link href="/rules/yaml">{t('zones/openYaml')}</Link>}
        />
      )}
      {isLive && <p className="quiet">{t('zones/liveNote')}</p>}
      <div className="zone-work">
        <ZoneCanvas
          areas={areas}
          selected={chosen}
          onSelect={setChosen}
          onChange={bend}
          onDrawn={drawing === null ? null : (polygon) => void add(polygon)}
          picture={isOpen ? still.data : null}
          ground={isLive ? (onAspect) => <LiveGround cameraId={cameraId} onAspect={onAspect} /> : undefined}
          canEdit={canEdit}
        />
        <Card
          size="small"
          className="zone-panel"
          title={selected === undefined ? t('zones/areas') : t(`zones/${selected.kind}`)}
        >
          <ul className="zone-list">
            {areas.map(({ key, kind, name }) => (
              <li key={key}>
                <button
                  type="button"
                  aria-pressed={key === chosen}
                  onClick={() => {
                    setChosen(key === chosen ? null : key);
                  }}
                >
                  <span className={`sample ${kind}`} aria-hidden />
                  {name}
                </button>
              </li>
            ))}
          </ul>
          {areas.length === 0 && <p className="quiet">{t('zones/none')}</p>}
          {selected !== undefined && document !== null && (
            <AreaFields
              key={selected.key}
              area={selected}
              document={document}
              onBend={(polygon) => {
                bend(selected.key, polygon, true);
              }}
              onRemoved={() => {
                setChosen(null);
              }}
            />
          )}
          {canEdit && (
            <details>
              <summary>{t('zones/keys')}</summary>
              <ul className="key-help">
                {(['tab', 'arrows', 'insert', 'delete', 'undo', 'snap'] as const).map((name) => (
                  <li key={name}>{t(`zones/keyHelp/${name}`)}</li>
                ))}
              </ul>
            </details>
          )}
        </Card>
      </div>
    </div>
  );
}
