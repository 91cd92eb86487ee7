import { defineConfig, nonEmptyString, oneOf, string, type ConfigOf } from '@sluice/connect-api';

const group = 'Beyond Kafka Connect';

/** What only Sluice has. */
export const ownKeys = defineConfig({
  'exactly.once.table': string({
    doc: 'A table of the database, created if need be, that keeps the offsets of what is written, in the same transaction: every record is written exactly once. By default at least once.',
    importance: 'medium',
    default: null,
    validator: nonEmptyString(),
    group,
  }),
});

/** How far tables follow the records; of the sinks of Confluent and Aiven. */
export const evolutionKeys = defineConfig({
  'auto.evolve.policy': string({
    doc: 'What `auto.evolve` may do: `add` columns, or also `widen` the types of those that values do not fit into.',
    importance: 'low',
    default: 'add',
    validator: oneOf('add', 'widen'),
    group,
  }),
});

export type OwnConfig = ConfigOf<typeof ownKeys>;
export type EvolutionConfig = ConfigOf<typeof evolutionKeys>;
