import {
  type AtThreshold,
  type ClassScore,
  type HazardRoc,
  type ImageReport,
  type PlateReport,
  type YoloReport,
  printTable,
} from '@lamppost/detectors/evaluation';
import type { ClipReport } from './evaluate-clip.js';

type PictureCounts = ImageReport['pictures'];
type Interval = HazardRoc['aucInterval'];

function pictures({ looked, corrupt, corruptFiles }: PictureCounts): string[] {
  const lines = [`${looked} pictures${corrupt === 0 ? '' : `, and ${corrupt} that could not be read:`}`];
  return [...lines, ...corruptFiles.map(({ file, reason }) => `  ${file}: ${reason}`)];
}

const share = (value: number | null) => ({ share: value });

function thresholdCells(at: readonly AtThreshold[]) {
  return at.flatMap(({ precision, recall }) => [share(precision), share(recall)]);
}

function classRow({ label, objects, ap50, atThresholds }: ClassScore) {
  return [label, objects, share(ap50), ...thresholdCells(atThresholds)];
}

function interval(of: Interval): string | null {
  return of === null ? null : `${(100 * of.low).toFixed(1)}-${(100 * of.high).toFixed(1)}`;
}

function hazards({ hazards: report }: Pick<ImageReport, 'hazards'>): string[] {
  if (report === null) return ['fire and smoke: the model knows of neither'];
  const rows = report.rocs.map((roc) => [
    roc.hazard,
    roc.positives,
    roc.negatives,
    share(roc.auc),
    interval(roc.aucInterval),
    share(roc.atLimit?.recall ?? null),
    interval(roc.recallInterval),
    roc.atLimit?.minScore ?? null,
    share(roc.atShipped?.recall ?? null),
    share(roc.atShipped?.falsePositiveRate ?? null),
  ]);
  const head = ['picture as a whole', 'with', 'without', 'AUC', '95 %', 'recall at 0.05 FP/image', '95 %', 'score'];
  return [printTable([...head, 'recall as shipped', 'FP/image as shipped'], rows), `score: ${report.score}`];
}

/** A folder with boxes, as a person reads it. */
export function printYolo(report: YoloReport): string {
  const { objects, classes } = report;
  const at = objects.together.flatMap(({ minScore }) => [`P at ${minScore}`, `R at ${minScore}`]);
  const total = objects.classes.reduce((sum, each) => sum + each.objects, 0);
  const lists = [
    ['unknown to the model', objects.unknownToModel.map(({ label, objects: count }) => `${label} (${count})`)],
    ['without an object here', objects.withoutObjects],
  ] as const;
  return [
    ...pictures(report.pictures),
    `class names: ${classes.source}`,
    '',
    printTable(
      ['class', 'objects', 'AP50', ...at],
      [
        ...objects.classes.map(classRow),
        ...objects.groups.map((group) => [`group ${group.label}`, ...classRow(group).slice(1)]),
        ['all, mean AP50', total, share(objects.meanAp50), ...thresholdCells(objects.together)],
      ],
    ),
    ...lists.flatMap(([title, names]) => (names.length === 0 ? [] : [`${title}: ${names.join(', ')}`])),
    ...(report.hazards === null ? [] : ['', ...hazards(report)]),
  ].join('\n');
}

/** Pictures labelled as a whole, as a person reads it. */
export function printImages(report: ImageReport): string {
  return [...pictures(report.pictures), '', ...hazards(report)].join('\n');
}

/** Plates, as a person reads them. */
export function printPlates({ pictures: counts, plates, unread, wrong }: PlateReport): string {
  const taken = plates.confusions.map(({ expected, read, count }) => [`${expected || '-'} as ${read || '-'}`, count]);
  return [
    ...pictures(counts),
    ...(counts.unnamed === 0 ? [] : [`left out, for their names are no plates: ${counts.unnamed}`]),
    '',
    printTable(
      ['', 'right', 'of', 'share'],
      [
        ['whole plates', plates.whole, plates.plates, share(plates.wholeShare)],
        ['characters', plates.charactersRight, plates.characters, share(plates.characterShare)],
      ],
    ),
    `without any reading: ${unread}`,
    ...wrong.map(({ file, expected, read }) => `  ${file}: ${expected} was read as ${read || 'nothing'}`),
    ...(taken.length === 0 ? [] : ['', printTable(['taken', 'times'], taken)]),
  ].join('\n');
}

const seconds = (value: number) => value.toFixed(1);

/** A clip, as a person reads it. */
export function printClip({ clip, score }: ClipReport): string {
  const rows = [
    ...score.found.map(({ truth, told, delaySeconds, lateSeconds }) => [
      'found',
      told.rule,
      seconds(truth.start),
      seconds(told.triggeredSeconds),
      seconds(delaySeconds),
      seconds(lateSeconds),
    ]),
    ...score.missed.map((truth) => [
      'MISSED',
      truth.rule ?? truth.matter ?? '',
      seconds(truth.start),
      null,
      null,
      null,
    ]),
    ...score.false.map((told) => ['FALSE', told.rule, null, seconds(told.triggeredSeconds), null, null]),
  ];
  return [
    `${seconds(clip.seconds)} s, ${clip.frames} frames, ${clip.looks} looks`,
    `${score.found.length} found, ${score.missed.length} missed, ${score.false.length} false`,
    '',
    printTable(['', 'rule', 'starts', 'told', 'delay', 'beyond the rule'], rows),
  ].join('\n');
}
