import type { Label } from './labels.js';

/** Motor vehicles. Models take these for one another, on one and the same vehicle from one look to the next. */
export const VEHICLES = ['car', 'bus', 'truck', 'motorcycle', 'tricycle'] as const satisfies readonly Label[];

/** What is laid out, sat on or sheltered under where goods are sold in the street. */
export const GOODS = [
  'umbrella',
  'chair',
  'dining table',
  'bottle',
  'cup',
  'bowl',
  'banana',
  'apple',
  'orange',
  'broccoli',
  'carrot',
  'sandwich',
  'hot dog',
  'pizza',
  'donut',
  'cake',
  'vase',
  'teddy bear',
  'book',
] as const satisfies readonly Label[];

/** What people carry with them, and put down beside them while they wait: no sign of trade. */
export const CARRIED = ['handbag', 'backpack', 'suitcase'] as const satisfies readonly Label[];

/** What towns put up in their streets themselves. */
export const STREET_FURNITURE = ['bench', 'potted plant', 'clock'] as const satisfies readonly Label[];

const VEHICLE_LABELS: ReadonlySet<string> = new Set(VEHICLES);

/** The group within which a label may change and still mean the same object: `vehicle`, or the label itself. */
export function labelGroup(label: string): string {
  return VEHICLE_LABELS.has(label) ? 'vehicle' : label;
}
