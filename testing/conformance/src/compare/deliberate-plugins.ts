import type { Change, Deliberate } from './deliberate.ts';
import { ownConnectors } from './own-connectors.ts';

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

/** Those that a Java worker lists as well. */
const connectorsOfKafka = /^org\.apache\.kafka\.connect\.file\./;

const otherConnectors = ownConnectors()
  .filter(({ className }) => !connectorsOfKafka.test(className))
  .map(({ className, type, version }): Change => ({
    path: `body[${className} ${type}]`,
    sluice: { class: className, type, version },
  }));

/** Plugins that Sluice comes with and Kafka does not. */
export const deliberatePlugins: readonly Deliberate[] = [
  {
    reason:
      'Sluice comes with connectors, those for tests among them, which a Java worker lists where they are installed',
    changes: otherConnectors,
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
