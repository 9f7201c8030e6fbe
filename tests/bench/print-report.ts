import { printTable } from '@lamppost/detectors/evaluation';
import type { BenchReport } from './bench-report.js';

const digits = (value: number) => String(Number(value.toPrecision(3)));

/** A report as a person reads it. */
export function printReport(report: BenchReport): string {
  const { question, result, unit, aim, meets, figures, facts, machine, method } = report;
  const answer = `${digits(result)} ${unit}, aim ${aim.comparison} ${digits(aim.limit)}: ${meets ? 'met' : 'NOT met'}`;
  const rows = figures.map((figure) => [
    figure.name,
    ...[figure.median, figure.low, figure.high].map(digits),
    figure.unit,
    String(figure.samples.length),
  ]);
  return [
    question,
    answer,
    '',
    printTable(['figure', 'median', 'low', 'high', 'unit', 'runs'], rows),
    '',
    ...Object.entries(facts).map(([name, value]) => `${name}: ${typeof value === 'number' ? digits(value) : value}`),
    `machine: ${machine.cpu}, ${machine.cores} cores, load ${digits(machine.loadBefore)}; node ${machine.node}, ffmpeg ${machine.ffmpeg}`,
    '',
    method,
  ].join('\n');
}
