import type { Logger } from 'pino';
import type { LiveMessage } from '../console-shapes/live.js';
import { LiveRoom, type LiveRoomOptions } from './live-room.js';
import type { LiveViewer } from './live-viewer.js';

/** Viewers of all cameras together, and cameras that are watched, at most: each of the latter costs an encoder. */
const MOST_VIEWERS = 16;
const MOST_ROOMS = 4;

/** Options of {@link LiveRooms}. */
export type LiveRoomsOptions = Omit<LiveRoomOptions, 'cameraId'> & { readonly log: Logger };

/** All who watch live pictures. */
export class LiveRooms {
  private readonly rooms = new Map<string, LiveRoom>();

  constructor(private readonly options: LiveRoomsOptions) {}

  /** Lets a viewer in; null when as many watch as may. What comes back lets it out again. */
  enter(cameraId: string, viewer: LiveViewer): (() => void) | null {
    const viewers = [...this.rooms.values()].reduce((sum, { size }) => sum + size, 0);
    const known = this.rooms.get(cameraId);
    if (viewers >= MOST_VIEWERS || (known === undefined && this.rooms.size >= MOST_ROOMS)) return null;
    const room = known ?? new LiveRoom({ ...this.options, cameraId });
    this.rooms.set(cameraId, room);
    room.add(viewer);
    return () => {
      room.remove(viewer);
      if (room.size > 0 || this.rooms.get(cameraId) !== room) return;
      this.rooms.delete(cameraId);
      room.close();
    };
  }

  /** Whether anybody watches a camera. */
  isWatched(cameraId: string): boolean {
    return this.rooms.has(cameraId);
  }

  /** Says something to all who watch a camera. */
  say(cameraId: string, message: LiveMessage): void {
    this.rooms.get(cameraId)?.say(message);
  }

  /** Cameras that are watched. */
  watched(): string[] {
    return [...this.rooms.keys()];
  }

  /** Ends all encoders. */
  close(): void {
    for (const room of this.rooms.values()) room.close();
    this.rooms.clear();
  }
}
