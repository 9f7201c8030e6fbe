import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { COCO_LABELS } from '../decoding/coco-labels.js';
import { EvaluationError } from './evaluation-error.js';

/** What the class numbers of a folder mean, and how that is known. */
export interface ClassNames {
  /** In the order of their numbers. */
  readonly names: readonly string[];
  /** In words. */
  readonly source: string;
}

/** Sets of names that have a name themselves. */
const PRESETS: Readonly<Record<string, readonly string[]>> = {
  coco: COCO_LABELS,
  'fire-smoke': ['fire', 'neither', 'smoke'],
};

/** `names` of a data.yaml: a list, or names by number. */
const DataYaml = z.looseObject({ names: z.union([z.array(z.string()), z.record(z.coerce.number(), z.string())]) });

const NAMES_FILE = /(^|\/)(classes\.txt|classes\.names|obj\.names)$/;
const YAML_FILE = /\.ya?ml$/;

function namesOfYaml(text: string): string[] | null {
  let content: unknown;
  try {
    content = parse(text);
  } catch {
    return null; // not YAML, so not a data.yaml either
  }
  const parsed = DataYaml.safeParse(content);
  if (!parsed.success) return null;
  const { names } = parsed.data;
  if (Array.isArray(names)) return names;
  return Array.from({ length: Math.max(...Object.keys(names).map(Number)) + 1 }, (_, index) => names[index] ?? '');
}

function namesOfText(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}

/** Reads names out of a file: a data.yaml, or one name a line. @throws EvaluationError */
async function namesOfFile(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new EvaluationError(
      [
        `--classes: ${file} is neither a file, nor a list of names with commas between, nor one of: ${Object.keys(PRESETS).join(', ')}`,
      ],
      { cause },
    );
  });
  const names = YAML_FILE.test(extname(file)) ? namesOfYaml(text) : namesOfText(text);
  if (names === null || names.length === 0)
    throw new EvaluationError([`${file}: holds no class names; give "names:" in YAML, or one name a line`]);
  return names;
}

/** Whether numbers 0 to 2 and a name of the folder or its files speak of fire: such sets travel without their names. */
function looksLikeFire(folder: string, files: readonly string[], classIds: ReadonlySet<number>): boolean {
  if ([...classIds].some((classId) => classId > 2)) return false;
  const named = files.filter((file) => /fire|smoke/i.test(file)).length;
  return /fire|smoke/i.test(folder.split('/').at(-1) ?? '') || named * 4 > files.length;
}

/** Names of a folder that brings none: COCO's, or those of a fire set where everything speaks for it. @throws EvaluationError when in doubt */
function guessNames(folder: string, files: readonly string[], classIds: ReadonlySet<number>): ClassNames {
  if (!looksLikeFire(folder, files, classIds))
    return { names: COCO_LABELS, source: 'COCO, as the folder brings no names; --classes tells others' };
  if (!classIds.has(2))
    throw new EvaluationError([
      `${folder}: its class numbers could mean "fire, neither, smoke", "smoke, fire" or COCO's person, bicycle ..., and it brings no names; say --classes fire,neither,smoke or the like`,
    ]);
  return {
    names: PRESETS['fire-smoke'] ?? [],
    source: 'fire, neither, smoke: guessed from the names of folder and files; --classes tells others',
  };
}

/**
 * Finds out what class numbers mean: from what the user says, from a file with names in the folder, or by guess.
 *
 * @param said - a file, names with commas between, or a preset; null when the user said nothing
 * @param files - all files below the folder
 * @param classIds - the numbers that occur
 * @throws EvaluationError when names cannot be read, or nothing tells which they are
 */
export async function findClassNames(
  said: string | null,
  folder: string,
  files: readonly string[],
  classIds: ReadonlySet<number>,
): Promise<ClassNames> {
  if (said !== null) {
    const preset = PRESETS[said];
    if (preset !== undefined) return { names: preset, source: `--classes ${said}` };
    if (said.includes(',')) return { names: said.split(',').map((name) => name.trim()), source: '--classes' };
    return { names: await namesOfFile(said), source: said };
  }
  for (const file of files.filter((name) => YAML_FILE.test(name))) {
    const names = namesOfYaml(await readFile(join(folder, file), 'utf8'));
    if (names !== null && names.length > 0) return { names, source: file };
  }
  const listed = files.find((file) => NAMES_FILE.test(file));
  if (listed !== undefined) return { names: await namesOfFile(join(folder, listed)), source: listed };
  return guessNames(folder, files, classIds);
}
