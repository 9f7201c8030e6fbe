import tseslint from 'typescript-eslint';

export default tseslint.config(
  // The last is made from docs/openapi.json.
  { ignores: ['**/dist/', 'coverage/', '.lamppost/', 'cloud-api/client/interface.ts'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Time is injected: only clock.ts reads the wall clock.
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'take the time from an injected Clock' },
      ],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  { files: ['**/clock.ts'], rules: { 'no-restricted-properties': 'off' } },
  // A test waits for real processes by the real clock.
  { files: ['tests/**/*.ts', '**/*.test.ts'], rules: { 'no-restricted-properties': 'off' } },
);
