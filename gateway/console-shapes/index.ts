export type { Me } from './me.js';
export type { DustChart, DustFlag, DustPoint, DustRange } from './dust.js';
export type { LiveMessage, LiveTrack, LiveZone } from './live.js';
export type { LoadedModel, Models, TriedPicture } from './models.js';
export type { Wall, WallCamera, WallSensor } from './wall.js';
export type * from './backtest.js';
export type * from './leads.js';
export type * from './rule-desk.js';
