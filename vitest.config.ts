import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that cross folders and start whole programs. */
const CROSSING = 'tests/**/*.test.ts';
const EXCLUDED = ['**/node_modules/**', '**/dist/**'];

/**
 * PostgreSQL of the clouds in unit tests: Debian's where it is, as crossing tests run on the embedded one. Set to `embedded` or `debian` to run
 * all on that one.
 */
const DATABASE =
  process.env.LAMPPOST_TEST_DATABASE ??
  (existsSync('/usr/lib/postgresql') || process.env.CI === 'true' ? 'debian' : 'embedded');

/**
 * Crossing tests go first, and of them the faults: they wait for programs most of their time, and begun last one of them would run alone in the
 * end.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rankOf = ({ moduleId, project }: TestSpecification) => {
      if (project.name === 'units') return 2;
      return moduleId.includes('/tests/faults/') ? 0 : 1;
    };
    return [0, 1, 2].flatMap((rank) => sorted.filter((file) => rankOf(file) === rank));
  }
}

export default defineConfig({
  // Workspace packages are taken from their sources, so that coverage counts them.
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    // How long a test takes says nothing on a busy machine; this only ends one that hangs.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // Two cores: the tests that start real servers must not starve one another.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'crossing', include: [CROSSING], exclude: EXCLUDED } },
      {
        extends: true,
        test: {
          name: 'units',
          env: { LAMPPOST_TEST_DATABASE: DATABASE },
          include: ['**/*.test.ts'],
          exclude: [...EXCLUDED, CROSSING],
          // Files share a process and the modules that it has read: each must leave the process as it found it.
          isolate: false,
        },
      },
    ],
    reporters: ['default', ['json', { outputFile: 'coverage/results.json' }]],
    coverage: {
      provider: 'v8',
      include: ['detectors/**/*.ts', 'gateway/**/*.ts', 'cloud-api/**/*.ts', 'device-sim/**/*.ts'],
      exclude: ['**/dist/**', '**/*.test.ts', '**/index.ts'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
});
