import type { Change, Deliberate } from './deliberate.ts';

/** The aliases of transformations in scenarios whose answer recommends classes. */
const aliases = ['', 'a', 'h', 'i', 't'];

const matchesExpression = 'io.sluice.transforms.predicates.MatchesExpression';

function transformations(version: string, classNames: readonly string[]): Change[] {
  return classNames.flatMap((name): Change[] => [
    { path: `body[${name} transformation]`, sluice: { class: name, type: 'transformation', version } },
    ...aliases.map((alias) => ({
      path: `body.configs[transforms.${alias}.type].value.recommended_values[${name}]`,
      sluice: name,
    })),
  ]);
}

const connectorsForTests = [
  'MockSink',
  'MockSource',
  'SchemaSource',
  'VerifiableSink',
  'VerifiableSource',
].map((place): Change => {
  const className = `org.apache.kafka.connect.tools.${place}Connector`;
  const type = place.endsWith('Sink') ? 'sink' : 'source';
  return { path: `body[${className} ${type}]`, sluice: { class: className, type, version: '4.3.0' } };
});

/** Plugins that Sluice comes with and Kafka does not. */
export const deliberatePlugins: readonly Deliberate[] = [
  {
    reason:
      'The connectors for tests are always there; a Java worker lists them where connect-test-plugins is',
    changes: connectorsForTests,
  },
  {
    reason: "Debezium's transformations and those with expressions are installed with Sluice",
    changes: [
      ...transformations('3.5.0.Final', [
        'io.debezium.transforms.ExtractNewRecordState',
        'io.debezium.transforms.outbox.EventRouter',
      ]),
      {
        path: `body[${matchesExpression} predicate]`,
        sluice: { class: matchesExpression, type: 'predicate', version: '0.1.0' },
      },
      ...['h', 'p', 't'].map((alias) => ({
        path: `body.configs[predicates.${alias}.type].value.recommended_values[${matchesExpression}]`,
        sluice: matchesExpression,
      })),
      ...transformations('0.1.0', [
        'io.sluice.transforms.Expression$Key',
        'io.sluice.transforms.Expression$Value',
        'io.sluice.transforms.ExpressionRouter',
      ]),
    ],
  },
];
