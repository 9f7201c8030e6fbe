import { defineConfig } from 'vitest/config';

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
    reporters: ['default', ['json', { outputFile: 'coverage/results.json' }]],
    coverage: {
      provider: 'v8',
      include: ['detectors/**/*.ts', 'gateway/**/*.ts', 'cloud-api/**/*.ts', 'device-sim/**/*.ts'],
      exclude: ['**/dist/**', '**/*.test.ts', '**/index.ts'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
});
