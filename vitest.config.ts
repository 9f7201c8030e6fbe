import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The faults go first: they wait for programs most of their time, and begun last they would run alone in the end. */
class FaultsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isFaults = ({ moduleId }: TestSpecification) => moduleId.includes('/tests/faults/');
    return [...sorted.filter(isFaults), ...sorted.filter((file) => !isFaults(file))];
  }
}

export default defineConfig({
  // Workspace packages are taken from their sources, so that coverage counts them.
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // How long a test takes says nothing on a busy machine; this only ends one that hangs.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // Two cores: the tests that start real servers must not starve one another.
    maxWorkers: 2,
    sequence: { sequencer: FaultsFirst },
    reporters: ['default', ['json', { outputFile: 'coverage/results.json' }]],
    coverage: {
      provider: 'v8',
      include: ['detectors/**/*.ts', 'gateway/**/*.ts', 'cloud-api/**/*.ts', 'device-sim/**/*.ts'],
      exclude: ['**/dist/**', '**/*.test.ts', '**/index.ts'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
});
