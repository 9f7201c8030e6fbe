/** Name of a source among all: a camera and a sensor may have the same ID. */
export function sourceKey(kind: 'camera' | 'sensor', id: string): string {
  return `${kind}/${id}`;
}
