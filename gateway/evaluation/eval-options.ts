import { parseArgs } from 'node:util';
import { EvaluationError } from '@lamppost/detectors/evaluation';

/** What `npm run eval` does when it is called wrongly, or asked for help. */
export const USAGE = `npm run eval -- --data DIR --labels yolo|image|plates [options]
npm run eval -- --clip FILE --rules FILE --truth FILE [options]

  --json            one JSON on standard output instead of tables
  --model FILE      an ONNX detector, perhaps with FILE.yaml beside it, instead of the model that ships
  --classes NAMES   yolo: names with commas between, a file with one a line, a data.yaml, coco, or fire-smoke
  --negatives DIR   yolo, image: further pictures that show neither fire nor smoke; may be given again
  --only FILE       yolo, image: use only pictures whose file name is a line of FILE
  --threads N       inference threads (2)
  --rate N          clip: looks a second at most (5)

docs/evaluation.md describes formats and figures.`;

const THREADS = 2;
const RATE = 5;

interface CommonOptions {
  readonly json: boolean;
  readonly model: string | null;
  readonly threads: number;
}

/** Evaluation of a folder of pictures. */
export interface FolderOptions extends CommonOptions {
  readonly data: string;
  readonly labels: 'yolo' | 'image' | 'plates';
  readonly classes: string | null;
  readonly negatives: readonly string[];
  readonly only: string | null;
}

/** Evaluation of a clip. */
export interface ClipOptions extends CommonOptions {
  readonly clip: string;
  readonly rules: string;
  readonly truth: string;
  /** Looks a second, at most. */
  readonly rate: number;
}

/** What the command line asks for. */
export type EvalOptions =
  { readonly kind: 'help' } | ({ readonly kind: 'folder' } & FolderOptions) | ({ readonly kind: 'clip' } & ClipOptions);

const OPTIONS = {
  data: { type: 'string' },
  labels: { type: 'string' },
  classes: { type: 'string' },
  negatives: { type: 'string', multiple: true },
  only: { type: 'string' },
  clip: { type: 'string' },
  rules: { type: 'string' },
  truth: { type: 'string' },
  rate: { type: 'string' },
  model: { type: 'string' },
  threads: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EvaluationError([reason, '', USAGE], { cause });
  }
}

function numberWithin(name: string, text: string | undefined, fallback: number, min: number, max: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new EvaluationError([`--${name}: ${text} is not a number from ${min} to ${max}`]);
}

function required(name: string, text: string | undefined): string {
  if (text !== undefined && text !== '') return text;
  throw new EvaluationError([`--${name}: not given`, '', USAGE]);
}

function isLabels(text: string): text is FolderOptions['labels'] {
  return text === 'yolo' || text === 'image' || text === 'plates';
}

/** Reads the command line. @throws EvaluationError saying what is wrong, and how it is used */
export function readEvalOptions(argv: readonly string[]): EvalOptions {
  const values = parse(argv);
  if (values.help === true) return { kind: 'help' };
  const common = {
    json: values.json ?? false,
    model: values.model ?? null,
    threads: Math.floor(numberWithin('threads', values.threads, THREADS, 1, 64)),
  };
  if (values.clip !== undefined && values.data !== undefined)
    throw new EvaluationError(['--clip and --data: give one of them, a clip or a folder', '', USAGE]);
  if (values.clip !== undefined)
    return {
      kind: 'clip',
      ...common,
      clip: required('clip', values.clip),
      rules: required('rules', values.rules),
      truth: required('truth', values.truth),
      rate: numberWithin('rate', values.rate, RATE, 0.2, 25),
    };
  const data = required('data', values.data);
  const labels = required('labels', values.labels);
  if (!isLabels(labels)) throw new EvaluationError([`--labels: ${labels} is none of yolo, image, plates`]);
  const { classes = null, negatives = [], only = null } = values;
  return { kind: 'folder', ...common, data, labels, classes, negatives, only };
}
