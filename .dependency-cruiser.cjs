/** Directions of imports: contracts <- detectors <- gateway, contracts <- cloud-api, contracts <- device-sim; nothing imports tests. */
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['\\.config\\.(js|ts|cjs)$', '\\.dependency-cruiser\\.cjs$', '\\.mjs$', '\\.d\\.ts$'],
      },
      to: {},
    },
    {
      name: 'contracts-import-zod-alone',
      severity: 'error',
      from: { path: '^cloud-api/contracts/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^cloud-api/contracts/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'detectors-below-gateway',
      severity: 'error',
      from: { path: '^detectors/' },
      to: { path: '^(gateway|cloud-api/(?!contracts/)|device-sim)/' },
    },
    {
      name: 'gateway-knows-no-cloud',
      severity: 'error',
      from: { path: '^gateway/', pathNot: '^gateway/console/' },
      to: { path: '^(cloud-api/(?!contracts/)|device-sim)/' },
    },
    {
      name: 'operators-page-knows-shapes-and-kit',
      comment:
        'what runs in a browser takes nothing of the box or the cloud but the shapes of the interface and what pages share',
      severity: 'error',
      from: { path: '^gateway/console/' },
      to: { path: '^(gateway/(?!(dist/)?console)|cloud-api/(?!contracts/|page-kit/)|detectors|device-sim)/' },
    },
    {
      name: 'cloud-knows-contracts-alone',
      severity: 'error',
      from: { path: '^cloud-api/(?!contracts/)' },
      to: { path: '^(gateway|detectors|device-sim)/' },
    },
    {
      name: 'device-sim-knows-contracts-alone',
      comment: 'finding ffmpeg is the one thing it shares with the box',
      severity: 'error',
      from: { path: '^device-sim/' },
      to: { path: '^(gateway|cloud-api/(?!contracts/)|detectors/(?!(dist/)?frames/ffmpeg-binary))' },
    },
    { name: 'nothing-imports-tests', severity: 'error', from: { pathNot: '^tests/' }, to: { path: '^tests/' } },
    {
      name: 'rules-and-tracking-do-no-io',
      severity: 'error',
      from: { path: '^(gateway/(rules|zones|windows|events|schedules)|detectors/tracking)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'not-to-test-code',
      severity: 'error',
      from: { pathNot: '(\\.test\\.ts$|^tests/|^vitest)' },
      to: { path: '\\.test\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|\\.lamppost)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
    },
  },
};
