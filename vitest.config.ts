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
 * Crossing tests that take longest, in the order in which they begin, so that none of them is left to run alone in the end.
 */
const LONGEST = [
  ...['faults/faults', 'e2e/demo', 'bench/bench', 'e2e/real-street', 'e2e/office', 'e2e/persuasion', 'e2e/console'],
  ...[
    'e2e/quiet-street',
    'e2e/burning-clips',
    'e2e/boards',
    'e2e/rule-desk',
    'e2e/stall-clips',
    'e2e/admin',
    'e2e/review',
  ],
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId, project }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(`/tests/${name}.test.ts`));
      if (place !== -1) return place;
      return project.name === 'crossing' ? LONGEST.length : LONGEST.length + 1;
    };
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rankOf(a) - rankOf(b));
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
    // Two cores: of three at a time that start real servers, each takes two to three times as long.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'crossing',
          include: [CROSSING],
          exclude: EXCLUDED,
        },
      },
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
