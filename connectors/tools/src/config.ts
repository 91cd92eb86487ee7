import { atLeast, ConnectError, defineConfig, int, long, parseConfig, string } from '@sluice/connect-api';
import type { ConfigDefinition, ConfigOf } from '@sluice/connect-api';

/*
 * Kafka's connectors of these names declare no key: any configuration is good, and what their tasks cannot read fails
 * the task. So that validation answers the same here, the keys are those of the tasks.
 */

/** What the connectors declare. */
export const noKeys = defineConfig({});

const topic = string({ doc: 'The topic that the records go to.', importance: 'high' });
const throughput = long({
  doc: 'At most so many records a second and task; as fast as possible when negative.',
  importance: 'high',
});

export const verifiableSourceKeys = defineConfig({
  topic,
  throughput,
  'complete.record.data': string({
    doc: '`true` makes values structs of name, task, topic, time and sequence number; else they are the number.',
    importance: 'low',
    default: 'false',
  }),
});

export const schemaSourceKeys = defineConfig({
  topic,
  throughput,
  'num.messages': long({ doc: 'So many records are made by each run of a task.', importance: 'high' }),
  'multiple.schema': string({
    doc: '`true` has every other value be of version 2 of the schema, which has one field more.',
    importance: 'low',
    default: 'false',
  }),
  'partition.count': int({
    doc: 'The field `partitioning` counts from 0 to below this, over and over.',
    importance: 'low',
    default: 1,
    validator: atLeast(1),
  }),
});

/** Whether a text means yes; everything else means no. */
export function isTrue(text: string): boolean {
  return text.toLowerCase() === 'true';
}

/**
 * The configuration of a task.
 * @throws ConnectError when a key is missing or wrong.
 */
export function parseTaskConfig<D extends ConfigDefinition>(
  taskName: string,
  keys: D,
  properties: Readonly<Record<string, string>>,
): ConfigOf<D> {
  try {
    return parseConfig(keys, properties);
  } catch (cause) {
    throw new ConnectError(`Invalid ${taskName} configuration`, { cause });
  }
}
