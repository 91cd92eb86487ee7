'use strict';

// Who may import whom; ARCHITECTURE.md draws the same ladder. A room that is not named in a rule's `to` is forbidden.
const any = (...rooms) => `^(${rooms.join('|')})/`;
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  // What only tests use of a room may use what tests use.
  from: { path: from, pathNot: '\\.test\\.ts$|/test/' },
  to: {
    path: '^(packages|connectors|converters|transforms|apps|testing|bench|examples)/',
    pathNot: [from, ...allowed.map((room) => `^${room}/`)],
  },
});
const noNodeModules = (name, from) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { dependencyTypes: ['core'] },
});

module.exports = {
  forbidden: [
    only('connect-api-imports-nothing', '^packages/connect-api/', []),
    only('kafka-protocol-imports-nothing', '^packages/kafka-protocol/', []),
    only('rest-api-imports-nothing', '^packages/rest-api/', []),
    noNodeModules('connect-api-needs-no-node-module', '^packages/connect-api/src/'),
    noNodeModules('rest-api-runs-in-browsers', '^packages/rest-api/src/'),
    only('kafka-client-ladder', '^packages/kafka-client/', ['packages/kafka-protocol']),
    only('runtime-ladder', '^packages/runtime/', ['packages/connect-api', 'packages/kafka-client']),
    only('dev-broker-ladder', '^packages/dev-broker/', ['packages/kafka-protocol']),
    only('plugins-see-the-api-only', any('connectors', 'converters', 'transforms'), [
      'packages/connect-api',
      'connectors/shared',
      'transforms/shared',
      'connectors/shared',
    ]),
    {
      name: 'plugins-do-not-see-each-other',
      severity: 'error',
      from: { path: '^(connectors|converters|transforms)/([^/]+)/' },
      to: { path: '^(connectors|converters|transforms)/', pathNot: ['^$1/$2/', '^$1/shared/'] },
    },
    only('test-kit-ladder', '^testing/test-kit/', [
      'packages/(connect-api|runtime|kafka-client|dev-broker)',
      'converters/(basic|json)',
    ]),
    only('rest-server-ladder', '^packages/rest-server/', [
      'packages/connect-api',
      'packages/rest-api',
      'packages/runtime',
    ]),
    only('worker-ladder', '^apps/worker/', [
      'packages/(connect-api|kafka-client|runtime|rest-server)',
      'connectors/[^/]+',
      'converters/[^/]+',
      'transforms/[^/]+',
    ]),
    only('cli-ladder', '^apps/cli/(src|bin)/', ['packages/(rest-api|dev-broker)', 'apps/worker']),
    only('templates-see-the-api-only', '^apps/cli/templates/', ['packages/connect-api']),
    {
      name: 'production-imports-no-testing',
      severity: 'error',
      from: {
        path: '^(packages|connectors|converters|transforms|apps)/(shared/)?[^/]+/src/',
        pathNot: '\\.test\\.ts$',
      },
      to: { path: '^(testing|bench|examples)/|/testing/|/test/' },
    },
    {
      name: 'tests-reach-down-only',
      comment:
        'Unit tests beside the source obey the ladder of their room, but for the test tools of connect-api.',
      severity: 'error',
      from: { path: '^(packages|connectors|converters|transforms)/[^/]+/src/.*\\.test\\.ts$' },
      to: { path: '^(apps|bench|examples)/' },
    },
    {
      name: 'no-one-imports-apps-and-tests',
      severity: 'error',
      from: { path: '^(packages|connectors|converters|transforms)/' },
      to: { path: '^apps/' },
    },
    {
      name: 'pipeline-imports-no-sibling',
      comment: 'Record processing is pure: it knows neither herders nor hosts nor tasks.',
      severity: 'error',
      from: { path: '^packages/runtime/src/pipeline/' },
      to: { path: '^packages/runtime/src/', pathNot: '^packages/runtime/src/(pipeline|timing)/' },
    },
    {
      name: 'stores-do-not-know-herders',
      severity: 'error',
      from: { path: '^packages/runtime/src/stores/' },
      to: {
        path: '^packages/runtime/src/',
        pathNot: '^packages/runtime/src/(stores/|timing/|topics/|states\\.ts$|retriable-in-kafka\\.ts$)',
      },
    },
    {
      name: 'group-knows-neither-herders-nor-stores',
      comment: 'How work is divided rests on what is told, not on where it is kept.',
      severity: 'error',
      from: { path: '^packages/runtime/src/group/' },
      to: { path: '^packages/runtime/src/', pathNot: '^packages/runtime/src/(group/|timing/|states\\.ts$)' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules|/dist/' },
    exclude: { path: 'node_modules|/dist/|/fixtures/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['@sluice/source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
    tsConfig: { fileName: 'tsconfig.base.json' },
    parser: 'swc',
  },
};
