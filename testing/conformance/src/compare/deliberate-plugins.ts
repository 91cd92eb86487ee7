import type { Change, Deliberate } from './deliberate.ts';

const debezium = ['ExtractNewRecordState', 'outbox.EventRouter'].map(
  (name) => `io.debezium.transforms.${name}`,
);

/** The aliases of transformations in scenarios whose answer recommends classes. */
const aliases = ['', 'a', 'h', 'i', 't'];

/** Plugins that Sluice comes with and Kafka does not. */
export const deliberatePlugins: Deliberate = {
  reason: "Debezium's transformations are installed with Sluice",
  changes: debezium.flatMap((name): Change[] => [
    {
      path: `body[${name} transformation]`,
      sluice: { class: name, type: 'transformation', version: '3.5.0.Final' },
    },
    ...aliases.map((alias) => ({
      path: `body.configs[transforms.${alias}.type].value.recommended_values[${name}]`,
      sluice: name,
    })),
  ]),
};
