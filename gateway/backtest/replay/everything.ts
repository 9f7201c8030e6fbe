/**
 * Rules for footage of which nothing is known yet: all of the picture, all matters that a camera shows, in shadow mode. They make the gateway
 * look as often as any rule would.
 */
export function everythingAt(cameraId: string): string {
  return `schema: lamppost.rules/1
zones:
  - { id: picture, camera: ${cameraId}, polygon: [[0, 0], [1, 0], [1, 1], [0, 1]] }
rules:
  - { id: any-parking, matter: parking, severity: 1, zone: picture, forSeconds: 60, mode: shadow }
  - { id: any-stall, matter: stall, severity: 1, zone: picture, forSeconds: 60, mode: shadow }
  - { id: any-burning, matter: burning, severity: 1, zone: picture, forSeconds: 10, mode: shadow }
`;
}
