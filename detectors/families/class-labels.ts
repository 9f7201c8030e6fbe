import { ConfigError } from '../configuration/config-error.js';
import type { ReadYaml } from '../configuration/read-yaml.js';
import { LABELS } from '../decoding/labels.js';
import type { Label } from '../decoding/labels.js';
import { parseClassNames } from './class-names.js';
import { unrecognised } from './seen-model.js';
import type { SeenModel } from './seen-model.js';
import type { Sidecar } from './sidecar.js';

/** Keys under which exporters write class names: ultralytics, and this project's own models. */
const NAME_KEYS = ['names', 'classes'] as const;
const MAX_SHOWN = 20;

/** Class names of a model: of its sidecar, else of its metadata. */
export function readClasses(model: SeenModel, sidecar: Sidecar): string[] {
  if (sidecar.classes !== undefined) return sidecar.classes;
  const stated = NAME_KEYS.flatMap((key) => model.onnx.metadata.get(key) ?? [])[0];
  const names = stated === undefined ? null : parseClassNames(stated);
  if (names !== null) return names;
  const reason = stated === undefined ? 'it does not name its classes' : 'its class names cannot be read';
  throw unrecognised(model, reason, ['classes: coco   # for the 80 of COCO, else all names in order: [car, stall]']);
}

const plain = (name: string) => name.trim().toLowerCase().replaceAll(/[_-]+/g, ' ');

function labelNamed(name: string): Label | null {
  return LABELS.find((label) => label === plain(name)) ?? null;
}

function classIndex(classes: readonly string[], key: string): number {
  const byName = classes.indexOf(key);
  return byName < 0 && /^\d+$/.test(key) && Number(key) < classes.length ? Number(key) : byName;
}

function shown(classes: readonly string[]): string {
  return `${classes.slice(0, MAX_SHOWN).join(', ')}${classes.length > MAX_SHOWN ? ', ...' : ''}`;
}

/**
 * Our label of each class: by the sidecar's map, or else of the same name.
 *
 * @throws ConfigError for a map that names no class of the model, DetectorError `model.unrecognised` when no class has a label
 */
export function labelClasses(
  model: SeenModel,
  classes: readonly string[],
  sidecar: ReadYaml<Sidecar> | null,
): (Label | null)[] {
  const map = sidecar?.value.map;
  if (map === undefined || sidecar === null) {
    const labels = classes.map(labelNamed);
    if (labels.some((label) => label !== null)) return labels;
    throw unrecognised(model, `none of its classes (${shown(classes)}) is one that rules know`, [
      'map:',
      ...classes.slice(0, 3).map((name) => `  ${JSON.stringify(name)}: car   # or ${LABELS.slice(-4).join(', ')}, ...`),
    ]);
  }
  const entries = Object.entries(map).map(([key, label]) => ({ key, label, index: classIndex(classes, key) }));
  const unknown = entries.filter(({ index }) => index < 0);
  if (unknown.length > 0)
    throw new ConfigError(
      unknown.map(({ key }) =>
        sidecar.problem(['map', key], `the model has no class "${key}"; its classes are ${shown(classes)}`),
      ),
    );
  const byIndex = new Map(entries.map(({ index, label }) => [index, label]));
  return classes.map((_, index) => byIndex.get(index) ?? null);
}
