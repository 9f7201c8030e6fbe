import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { Area, AreaGeometry, Bureau, Grid } from './area.js';
import { Power } from './power.js';
import { readCsvRows, type ImportFault } from './read-csv-rows.js';

/** What a file for the import may be. */
export type ImportFormat = 'csv' | 'geojson' | 'json';

/** What a file holds; each with the line that it stands on. */
export interface ImportContent {
  readonly bureaus: readonly Located<Bureau>[];
  readonly areas: readonly Located<Area>[];
  readonly powers: readonly Located<Power>[];
  readonly grids: readonly Located<Grid>[];
}

/** A value with the line of the file that it begins on. */
export interface Located<Value> {
  readonly value: Value;
  readonly line: number;
}

/** What came of reading a file. */
export type ReadImport =
  | { readonly status: 'read'; readonly content: ImportContent }
  | { readonly status: 'wrong'; readonly faults: readonly ImportFault[] };

/** Longer lists of faults are cut: whoever mends the first hundred imports again. */
export const MAX_FAULTS = 100;
const NOTHING: ImportContent = { bureaus: [], areas: [], powers: [], grids: [] };

const COLUMNS = ['areaId', 'matterCode', 'bureauId', 'validFrom', 'validTo', 'legalBasis'] as const;
/** Names that Chinese offices give the columns. */
const COLUMN_NAMES: Readonly<Record<string, (typeof COLUMNS)[number]>> = {
  ...{ 片区编号: 'areaId', 事项代码: 'matterCode', 部门编号: 'bureauId' },
  ...{ 生效日期: 'validFrom', 截止日期: 'validTo', 法律依据: 'legalBasis' },
};

const Feature = z.object({
  type: z.literal('Feature'),
  properties: z.object({ areaId: Area.shape.areaId, name: Area.shape.name }),
  geometry: AreaGeometry,
});
const FeatureCollection = z.object({ type: z.literal('FeatureCollection'), features: z.array(Feature).max(10_000) });
const GridCollection = FeatureCollection.extend({
  features: z
    .array(Feature.extend({ properties: z.object({ grid: Grid.shape.grid, name: Grid.shape.name }) }))
    .max(10_000),
});
/** A collection is of grids when its first feature says which one it is. */
const IsOfGrids = z.object({
  features: z.tuple([z.object({ properties: z.object({ grid: z.unknown() }) })]).rest(z.unknown()),
});
const WholeFile = z.strictObject({
  bureaus: z.array(Bureau).max(10_000).default([]),
  areas: z.array(Area).max(10_000).default([]),
  powers: z.array(Power).max(100_000).default([]),
  grids: z.array(Grid).max(10_000).default([]),
});

function wrong(faults: readonly ImportFault[]): ReadImport {
  return { status: 'wrong', faults: faults.slice(0, MAX_FAULTS) };
}

/** Reads a power list: a header, then one entry a line. */
function readCsv(text: string): ReadImport {
  const read = readCsvRows(text, { names: COLUMN_NAMES, required: () => COLUMNS });
  if (read.status === 'wrong') return wrong(read.faults);
  const faults: ImportFault[] = [];
  const powers = read.rows.flatMap(({ record, line }): Located<Power>[] => {
    const parsed = Power.safeParse({ ...record, validTo: record.validTo === '' ? null : record.validTo });
    if (parsed.success) return [{ value: parsed.data, line }];
    faults.push(...parsed.error.issues.map(({ path, message }) => ({ line, field: path.join('.'), message })));
    return [];
  });
  return faults.length > 0 ? wrong(faults) : { status: 'read', content: { ...NOTHING, powers } };
}

/** Tells on which line of a JSON text each path begins; JSON is YAML, whose reader knows. */
function locate(text: string): (path: readonly PropertyKey[]) => number {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  return (path) => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
      if (node?.range !== undefined) return counter.linePos(node.range[0]).line;
    }
    return 1;
  };
}

function readJson(text: string, format: 'geojson' | 'json'): ReadImport {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const counter = new LineCounter();
    const [fault] = parseDocument(text, { lineCounter: counter }).errors;
    const line = fault === undefined ? 1 : counter.linePos(fault.pos[0]).line;
    return wrong([{ line, field: '', message: `it is no JSON: ${error instanceof Error ? error.message : ''}` }]);
  }
  const lineOf = locate(text);
  const schema = format === 'json' ? WholeFile : IsOfGrids.safeParse(json).success ? GridCollection : FeatureCollection;
  const parsed = schema.safeParse(json);
  if (!parsed.success)
    return wrong(
      parsed.error.issues.map(({ path, message }) => ({ line: lineOf(path), field: path.join('.'), message })),
    );
  const { data } = parsed;
  if ('features' in data) {
    const areas: Located<Area>[] = [];
    const grids: Located<Grid>[] = [];
    for (const [index, { properties, geometry }] of data.features.entries()) {
      const line = lineOf(['features', index]);
      if ('grid' in properties) grids.push({ value: { ...properties, geometry }, line });
      else areas.push({ value: { ...properties, geometry }, line });
    }
    return { status: 'read', content: { ...NOTHING, areas, grids } };
  }
  const located = <Value>(key: keyof ImportContent, values: readonly Value[]) =>
    values.map((value, index) => ({ value, line: lineOf([key, index]) }));
  return {
    status: 'read',
    content: {
      bureaus: located('bureaus', data.bureaus),
      areas: located('areas', data.areas),
      powers: located('powers', data.powers),
      grids: located('grids', data.grids),
    },
  };
}

/** Reads bureaus, areas or power lists out of a text; each fault with its line. */
export function readImport(text: string, format: ImportFormat): ReadImport {
  return format === 'csv' ? readCsv(text) : readJson(text.replace(/^\uFEFF/, ''), format);
}

/** Faults between the entries of a file, and between it and what is there: doubled entries, bureaus and areas that nobody knows. */
export function findImportFaults(
  { bureaus, areas, powers, grids }: ImportContent,
  known: { readonly bureauIds: readonly string[]; readonly areaIds: readonly string[] },
): ImportFault[] {
  const faults: ImportFault[] = [];
  const seen = new Map<string, number>();
  const once = (key: string, line: number, field: string) => {
    const earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, line);
    else faults.push({ line, field, message: `it stands on line ${earlier} already` });
  };
  for (const { value, line } of bureaus) once(`bureau ${value.bureauId}`, line, 'bureauId');
  for (const { value, line } of areas) once(`area ${value.areaId}`, line, 'areaId');
  for (const { value, line } of grids) once(`grid ${value.grid}`, line, 'grid');
  const bureauIds = new Set([...known.bureauIds, ...bureaus.map(({ value }) => value.bureauId)]);
  const areaIds = new Set([...known.areaIds, ...areas.map(({ value }) => value.areaId)]);
  for (const { value, line } of powers) {
    const { areaId, bureauId, matterCode, validFrom } = value;
    once(`power ${areaId} ${matterCode} ${bureauId} ${validFrom}`, line, '');
    if (!bureauIds.has(bureauId)) faults.push({ line, field: 'bureauId', message: `there is no bureau ${bureauId}` });
    if (!areaIds.has(areaId)) faults.push({ line, field: 'areaId', message: `there is no area ${areaId}` });
  }
  return faults.slice(0, MAX_FAULTS);
}
