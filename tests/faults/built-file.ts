import { fileURLToPath } from 'node:url';

/** Path of a compiled file of this folder, from its source (in tests) as from its compiled form. */
export function builtFile(name: string): string {
  return fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? `../dist/faults/${name}` : name, import.meta.url));
}
