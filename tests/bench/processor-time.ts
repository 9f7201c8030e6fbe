import { readFileSync, readdirSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second for every program (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;

interface ProcessStat {
  readonly parent: number;
  readonly seconds: number;
}

/** Fields of `/proc/PID/stat`, behind the name, which may hold blanks and brackets; null when the process is gone. */
function statOf(pid: number): ProcessStat | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null; // ended in between
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // proc(5): behind the name, 2 is the parent, 12 and 13 the time in user space and in the kernel.
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND };
}

/** Processor time that this process with all its threads has used so far, in seconds. */
export function ownProcessorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * Processor time that this process, all its threads, and the programs that it runs have used so far, in seconds. Needs Linux.
 *
 * @param except process ID of a program that does not count
 */
export function processorSeconds(except: number): number {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== except)
    .flatMap((pid) => statOf(pid) ?? [])
    .filter(({ parent }) => parent === process.pid);
  return children.reduce((sum, { seconds }) => sum + seconds, ownProcessorSeconds());
}

/** Processor time of one program so far, in seconds; 0 when it is gone. Needs Linux. */
export function processorSecondsOf(pid: number): number {
  return statOf(pid)?.seconds ?? 0;
}
