import { Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { liveZones } from '../live/live-look.js';
import type { LiveRooms } from '../live/live-rooms.js';
import { LiveViewer } from '../live/live-viewer.js';
import type { BoxServices } from './box-routes.js';
import type { ConsoleApp } from './console-app.js';
import { ConsoleProblem } from './console-problem.js';
import { type GuardOptions, findMe } from './guard.js';

/** How often it is looked whether the viewer is there, and may be. */
const CHECK_MS = 15_000;
/** Closes of a WebSocket that the page tells apart: 4000 to 4999 are an application's own. */
const SESSION_OVER = 4401;
const ROOM_FULL = 4429;

/** What live pictures work with. */
export interface LiveServices extends GuardOptions, Pick<BoxServices, 'document' | 'log'> {
  readonly rooms: LiveRooms;
  /** Whether the gateway has such a camera. */
  readonly isOpen: (cameraId: string) => boolean;
}

/** Live pictures over a WebSocket: MPEG-1 in binary messages, and what was seen in text. Each opening is logged. */
export function addLiveRoutes(app: ConsoleApp, services: LiveServices): void {
  const { rooms, document, log, isOpen } = services;
  app.get(
    '/cameras/:cameraId/live',
    {
      websocket: true,
      schema: { params: z.strictObject({ cameraId: Slug }) },
      preHandler: (request, _reply, done) => {
        const { cameraId } = request.params;
        if (!request.ws) done(new ConsoleProblem('request.no-such-address', 'live pictures come over a WebSocket'));
        else done(isOpen(cameraId) ? undefined : new ConsoleProblem('camera.unknown', `no camera ${cameraId} is open`));
      },
    },
    (socket, request) => {
      const { cameraId } = request.params;
      const operator = request.operator.name;
      const viewer = new LiveViewer(socket);
      const leave = rooms.enter(cameraId, viewer);
      if (leave === null) {
        socket.close(ROOM_FULL, 'as many watch as may');
        return;
      }
      log.info({ operator, cameraId, address: request.ip }, 'live view opened');
      viewer.say({ kind: 'zones', zones: liveZones(cameraId, document()) });
      let isThere = true;
      socket.on('pong', () => {
        isThere = true;
      });
      const check = setInterval(() => {
        if (!isThere) socket.terminate();
        else if (findMe(request, services) === null) socket.close(SESSION_OVER, 'the session is over');
        isThere = false;
        if (socket.readyState === socket.OPEN) socket.ping();
      }, CHECK_MS);
      socket.on('error', () => {
        socket.terminate();
      });
      socket.on('close', () => {
        clearInterval(check);
        leave();
        log.info({ operator, cameraId, runsDropped: viewer.dropped }, 'live view closed');
      });
    },
  );
}
