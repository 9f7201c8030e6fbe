/**
 * Loaded before a program of the product (`node --import`): its wall clock is off by the milliseconds in the file that
 * LAMPPOST_FAULTS_CLOCK names, which may change while it runs. Timers are not touched, as with a real clock that is set.
 */
import { readFileSync } from 'node:fs';

const LOOK_MS = 50;
const file = process.env.LAMPPOST_FAULTS_CLOCK ?? '';
const realNow = Date.now.bind(Date);
let offsetMs = 0;

function look(): void {
  try {
    offsetMs = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    offsetMs = 0;
  }
}

look();
setInterval(look, LOOK_MS).unref();
Date.now = () => realNow() + offsetMs;
