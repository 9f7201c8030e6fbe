import type { Device } from './use-devices.js';

/** Kinds of devices, in the order of a list. */
export const KINDS: readonly Device['kind'][] = ['gateway', 'camera', 'monitor', 'speaker'];
